/** Container tabs: `containers.json` of a profile. */
import { type ConfigOf, option, t, toCompactJson } from "lares/module";

const containerOptions = {
  name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the container's name in the set",
    description: "What the container is called.",
  }),
  id: option(t.unsigned, {
    default: 1,
    description: "Its number, from 1 to 4294967293, another for each container of the profile.",
  }),
  icon: option(
    t.enum(
      ...(["briefcase", "cart", "circle", "dollar", "fence", "fingerprint", "gift"] as const),
      ...(["vacation", "food", "fruit", "pet", "tree", "chill"] as const),
    ),
    { default: "fruit", description: "Its icon." },
  ),
  color: option(
    t.enum("blue", "turquoise", "green", "yellow", "orange", "red", "pink", "purple", "toolbar"),
    { default: "pink", description: "Its colour." },
  ),
};
export type Container = ConfigOf<typeof containerOptions>;

export const containersOption = option(t.attrsOf(t.submodule(containerOptions)), {
  default: {},
  description: "Container tabs, by name.",
  example: { shopping: { id: 1, color: "blue", icon: "cart" } },
});

/** The two highest numbers are the browser's own. */
const firstOwnId = 4_294_967_294;
const ownContainers = ["thumbnail", "webextStorageLocal"].map((name, index) => ({
  userContextId: firstOwnId + index,
  name: `userContextIdInternal.${name}`,
  icon: "",
  color: "",
  accessKey: "",
  public: false,
}));

export const isContainerId = (id: number): boolean => id >= 1 && id < firstOwnId;

export const containersJson = (containers: Readonly<Record<string, Container>>): string => {
  const sorted = Object.keys(containers)
    .sort()
    .map((key) => containers[key]!);
  return `${toCompactJson({
    version: 5,
    lastUserContextId: Math.max(0, ...sorted.map(({ id }) => id)),
    identities: [
      ...sorted.map(({ id, name, icon, color }) => ({ userContextId: id, name, icon, color, public: true })),
      ...ownContainers,
    ],
  })}\n`;
};

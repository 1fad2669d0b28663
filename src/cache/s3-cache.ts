/**
 * A binary cache in an object store: `s3://bucket[/prefix]?region=…&endpoint=…&scheme=…&profile=…`. Requests are signed
 * where credentials are found, in the environment (`AWS_ACCESS_KEY_ID` …) or in ~/.aws/credentials.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { AwsV4Signer } from "aws4fetch";
import { LaresError } from "../base/errors.ts";
import { readTextIfAny } from "../system/files.ts";
import { badCacheUrl, type CacheContent, type CacheFiles } from "./cache-files.ts";
import { filesOverHttp, type HttpFolder } from "./http-cache.ts";
import type { PartSizes } from "./s3-multipart.ts";

export const openS3Cache = (url: URL): CacheFiles => {
  const bucket = url.hostname;
  if (bucket === "") throw badCacheUrl(url.href, "it names no bucket");
  const asked = url.searchParams;
  const profile = asked.get("profile") ?? process.env.AWS_PROFILE;
  const settings = profileSettings(profile ?? "default");
  const region =
    asked.get("region") ??
    process.env.AWS_REGION ??
    process.env.AWS_DEFAULT_REGION ??
    settings.region ??
    "us-east-1";
  const credentials = findCredentials(asked.get("profile") ?? undefined, settings, url);
  const prefix = url.pathname.split("/").filter((part) => part !== "");
  const base = bucketUrl(bucket, region, asked.get("endpoint") ?? undefined, asked.get("scheme") ?? "https");
  const folder: HttpFolder = {
    shown: `s3://${[bucket, ...prefix].join("/")}`,
    urlOf: (name) => [base, ...[...prefix, ...name.split("/")].map(encodeURIComponent)].join("/"),
    authorize: async (method, target, content) =>
      credentials === undefined ? {} : await signed(method, target, region, credentials, content),
  };
  const files = filesOverHttp(folder);
  const sizes = partSizes(url);
  return {
    ...files,
    write: async (name, content, signal) => {
      if (content.size <= sizes.threshold) return await files.write(name, content, signal);
      const { uploadInParts } = await import("./s3-multipart.ts");
      const has = () => files.has(name, signal);
      await uploadInParts({ folder, name, content, sizes, signal, has });
    },
  };
};

/** `multipart-threshold` and `multipart-chunk-size` of the address, in bytes. */
const partSizes = ({ searchParams, href }: URL): PartSizes => {
  const bytes = (name: string, usual: number, least: number): number => {
    const given = searchParams.get(name) ?? `${usual}`;
    if (/^\d{1,12}$/.test(given) && Number(given) >= least) return Number(given);
    throw badCacheUrl(href, `its ${name} is no number of bytes from ${least} on`);
  };
  return {
    threshold: Math.min(bytes("multipart-threshold", usualThreshold, leastPart), mostAtOnce),
    part: bytes("multipart-chunk-size", usualPart, leastPart),
  };
};

const mebibyte = 2 ** 20;
/** Amazon takes parts of 5 MiB to 5 GiB, and 5 GiB at once. */
const leastPart = 5 * mebibyte;
const mostAtOnce = 5 * 1024 * mebibyte;
const usualThreshold = 64 * mebibyte;
const usualPart = 32 * mebibyte;

/** A server of one's own has its buckets as folders; Amazon has them as hosts, unless a dot would break the certificate. */
const bucketUrl = (bucket: string, region: string, endpoint: string | undefined, scheme: string): string => {
  if (endpoint !== undefined) {
    const root = /^https?:\/\//.test(endpoint) ? endpoint : `${scheme}://${endpoint}`;
    return `${root.replace(/\/+$/, "")}/${bucket}`;
  }
  const host = `s3.${region}.amazonaws.com`;
  return bucket.includes(".") ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
};

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const signed = async (
  method: string,
  url: string,
  region: string,
  credentials: Credentials,
  content: Pick<CacheContent, "sha256"> | undefined,
): Promise<Readonly<Record<string, string>>> => {
  const digest = content === undefined ? undefined : Buffer.from(content.sha256).toString("hex");
  const signer = new AwsV4Signer({
    ...credentials,
    method,
    url,
    region,
    service: "s3",
    headers: { "x-amz-content-sha256": digest ?? emptyDigest },
  });
  const { headers } = await signer.sign();
  return Object.fromEntries([...headers].filter(([name]) => name !== "host"));
};

/** SHA-256 of nothing. */
const emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** A profile that the address names comes before the environment; none at all means a bucket that anybody may read. */
const findCredentials = (
  named: string | undefined,
  {
    aws_access_key_id: id,
    aws_secret_access_key: secret,
    aws_session_token: token,
  }: Readonly<Record<string, string>>,
  url: URL,
): Credentials | undefined => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (named === undefined && AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY)
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    };
  if (id !== undefined && secret !== undefined)
    return { accessKeyId: id, secretAccessKey: secret, ...(token !== undefined && { sessionToken: token }) };
  if (named === undefined) return undefined;
  throw new LaresError({
    code: "no-credentials",
    message: `there are no credentials for the profile ${JSON.stringify(named)}`,
    details: [url.href, `looked into ${credentialsFile()}`],
    hint: "add the profile with aws_access_key_id and aws_secret_access_key",
  });
};

const credentialsFile = (): string =>
  process.env.AWS_SHARED_CREDENTIALS_FILE ?? join(process.env.HOME ?? homedir(), ".aws/credentials");
const configFile = (): string =>
  process.env.AWS_CONFIG_FILE ?? join(process.env.HOME ?? homedir(), ".aws/config");

const profileSettings = (profile: string): Readonly<Record<string, string>> => ({
  ...iniSection(
    readTextIfAny(configFile()) ?? "",
    profile === "default" ? ["default"] : [`profile ${profile}`],
  ),
  ...iniSection(readTextIfAny(credentialsFile()) ?? "", [profile]),
});

const iniSection = (text: string, names: readonly string[]): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const [, head] = /^\s*\[\s*(.*?)\s*\]/.exec(line) ?? [];
    if (head !== undefined) inside = names.includes(head);
    const [, key, value] = /^\s*([a-z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (inside && key !== undefined) found[key] = value!;
  }
  return found;
};

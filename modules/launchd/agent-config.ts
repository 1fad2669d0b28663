/** The keys of launchd.plist(5). Any other may be set too. */
import { option, t } from "lares/module";

const nullable = <T, D>(type: Parameters<typeof t.nullOr<T, D>>[0], description: string) =>
  option(t.nullOr(type), { default: null, description });
const whether = (description: string) => nullable(t.bool, `Whether ${description}`);

const limits = t.freeform(t.json, {
  Core: nullable(t.int, "Largest core file, in bytes."),
  CPU: nullable(t.int, "Most processor time, in seconds."),
  Data: nullable(t.int, "Largest data segment, in bytes."),
  FileSize: nullable(t.int, "Largest file, in bytes."),
  MemoryLock: nullable(t.int, "Most memory that may be locked, in bytes."),
  NumberOfFiles: nullable(t.int, "Most open files."),
  NumberOfProcesses: nullable(t.int, "Most processes of the user."),
  ResidentSetSize: nullable(t.int, "Largest resident set, in bytes."),
  Stack: nullable(t.int, "Largest stack, in bytes."),
});

const calendar = t.submodule({
  Minute: nullable(t.intBetween(0, 59), "The minute it runs at; null for each."),
  Hour: nullable(t.intBetween(0, 23), "The hour it runs at; null for each."),
  Day: nullable(t.intBetween(1, 31), "The day of the month it runs on; null for each."),
  Weekday: nullable(
    t.intBetween(0, 7),
    "The day of the week it runs on, 0 and 7 being Sunday; null for each.",
  ),
  Month: nullable(t.intBetween(1, 12), "The month it runs in; null for each."),
});

const socket = t.freeform(t.nullOr(t.json), {
  SockType: nullable(t.enum("stream", "dgram", "seqpacket"), "The kind of socket; null for a stream."),
  SockPassive: whether("it is listened on; null for yes. Otherwise it is connected."),
  SockNodeName: nullable(t.str, "The address to listen on or to connect to."),
  SockServiceName: nullable(t.str, "The port, by its number or the name of its service."),
  SockFamily: nullable(t.enum("IPv4", "IPv6"), "The family of addresses; null for both."),
  SockProtocol: nullable(t.enum("TCP"), "The protocol, where the socket's kind leaves it open."),
  SockPathName: nullable(t.path, "The path of a socket in the file system."),
  SockPathMode: nullable(t.int, "The mode of the socket's file, as a decimal number."),
  SecureSocketWithKey: nullable(
    t.str,
    "The variable that says where the socket is: its path is then one that nobody else can guess.",
  ),
  Bonjour: nullable(
    t.either(t.bool, t.listOf(t.str)),
    "Whether it is announced by Bonjour; texts are the names to announce.",
  ),
  MulticastGroup: nullable(t.str, "The multicast group that a datagram socket joins."),
});

export const agentConfig = t.freeform(t.nullOr(t.json), {
  Label: option(t.nullOr(t.str), {
    default: null,
    defaultText: "org.nix-community.home.NAME",
    description: "The name by which launchd knows the agent.",
  }),
  AbandonProcessGroup: whether("what the agent has started is left alive when it ends."),
  Debug: whether("launchd itself logs more about the agent."),
  Disabled: whether("launchd leaves the agent alone until it is told otherwise."),
  EnableGlobbing: whether("patterns in ProgramArguments are expanded, as a shell does."),
  EnableTransactions: whether("the agent says what it is busy with, so that it is not ended then."),
  EnvironmentVariables: nullable(t.attrsOf(t.str), "Variables of the agent's environment."),
  ExitTimeOut: nullable(t.int, "How many seconds it has to end before it is killed."),
  GroupName: nullable(t.str, "The group it runs as; for launchd of the system only."),
  HardResourceLimits: nullable(limits, "Limits that cannot be exceeded."),
  InitGroups: whether("it has all groups of its user; for launchd of the system only."),
  KeepAlive: nullable(t.either(t.bool, t.jsonObject), "Whether, or on which conditions, it is kept running."),
  LaunchEvents: nullable(
    t.jsonObject,
    "Events of other parts of the system that make it run, by their sources.",
  ),
  LaunchOnlyOnce: whether("it runs once in a boot at most."),
  LimitLoadFromHosts: nullable(t.listOf(t.str), "The machines on which it is not loaded."),
  LimitLoadToHosts: nullable(t.listOf(t.str), "The machines on which alone it is loaded."),
  LimitLoadToSessionType: nullable(t.either(t.str, t.listOf(t.str)), "The kinds of session that it is for."),
  LowPriorityBackgroundIO: whether("its reading and writing comes last while it is in the background."),
  LowPriorityIO: whether("its reading and writing comes last."),
  MachServices: nullable(
    t.attrsOf(t.either(t.bool, t.jsonObject)),
    "The Mach services that it offers, by name; launchd holds their ports for it.",
  ),
  Nice: nullable(t.int, "The agent's niceness."),
  OnDemand: whether("it runs only when asked for: what KeepAlive has taken the place of."),
  ProcessType: nullable(
    t.enum("Background", "Standard", "Adaptive", "Interactive"),
    "What it is, for the system to give it resources.",
  ),
  Program: nullable(t.path, "The program that runs; the first of ProgramArguments where it is null."),
  ProgramArguments: nullable(t.listOf(t.str), "The program that runs, and its arguments."),
  QueueDirectories: nullable(t.listOf(t.str), "Folders that make it run while they are not empty."),
  RootDirectory: nullable(t.str, "The folder that it takes for the root; for launchd of the system only."),
  RunAtLoad: whether("it runs once it is loaded."),
  ServiceIPC: whether("it asks launchd for its sockets and services. New agents need not say so."),
  SessionCreate: whether("it has a security session of its own."),
  Sockets: nullable(
    t.attrsOf(t.either(socket, t.listOf(t.jsonObject))),
    "Sockets that launchd opens for it, by the names under which it asks for them; it runs when one is used.",
  ),
  SoftResourceLimits: nullable(limits, "Limits that the agent itself may raise."),
  StandardErrorPath: nullable(t.path, "The file that takes what it says on standard error."),
  StandardInPath: nullable(t.path, "The file that it reads as standard input."),
  StandardOutPath: nullable(t.path, "The file that takes what it says on standard output."),
  StartCalendarInterval: nullable(
    t.either(calendar, t.nonEmptyListOf(calendar)),
    "When it runs: a time, or several.",
  ),
  StartInterval: nullable(t.int, "After how many seconds it runs again."),
  StartOnMount: whether("it runs each time a file system is mounted."),
  ThrottleInterval: nullable(t.int, "The least number of seconds between two starts."),
  TimeOut: nullable(t.int, "How many seconds it may stay idle before it is asked to end."),
  Umask: nullable(t.int, "The agent's umask, as a decimal number."),
  UserName: nullable(t.str, "The user it runs as; for launchd of the system only."),
  WaitForDebugger: whether("it waits for a debugger before it runs its first instruction."),
  WatchPaths: nullable(t.listOf(t.path), "Paths that make it run when they change."),
  WorkingDirectory: nullable(t.str, "The folder it runs in."),
  inetdCompatibility: nullable(
    t.submodule({
      Wait: nullable(
        t.either(t.bool, t.str),
        "Whether it gets the listening socket, to accept on itself; else a connection as its input and output.",
      ),
    }),
    "For a program that was written for inetd.",
  ),
});

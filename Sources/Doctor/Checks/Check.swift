internal import HyperV

/// One thing that is looked at, on every host or at every machine of a nest. Pure: facts in, findings out.
public struct Check: Sendable {
  /// What it is asked with.
  enum Body: Sendable {
    case host(@Sendable (HostPlace) -> [Finding])
    case machine(@Sendable (MachinePlace) -> [Finding])
  }

  /// Stable.
  public let id: String
  /// What it asks, as one sentence.
  public let question: String
  let body: Body

  init(_ id: String, _ question: String, host body: @escaping @Sendable (HostPlace) -> [Finding]) {
    self.id = id
    self.question = question
    self.body = .host(body)
  }

  init(_ id: String, _ question: String, machine body: @escaping @Sendable (MachinePlace) -> [Finding]) {
    self.id = id
    self.question = question
    self.body = .machine(body)
  }

  /// Every check, in the order in which they are asked.
  public static let all: [Check] =
    KVMChecks.all + PostureChecks.all + StorageChecks.all + HostNetworkChecks.all + ProcessorChecks.all
    + MachineChecks.all + GuestChecks.all + WindowsChecks.all + PortChecks.all + RequirementChecks.all
}

/// A host in the nest that is examined.
struct HostPlace {
  let facts: LevelFacts
  /// Machines from the outermost host to this one.
  let path: [String]
  /// The hosts around it, the outermost first.
  let outer: [LevelFacts]
  /// The machine that it is, as its host sees it; nil for the outermost.
  let machine: MachineFacts?

  var system: SystemFacts { facts.system }
  var kvm: KVMFacts { facts.system.kvm }
  var name: String { path.isEmpty ? "this host" : path.joined(separator: "/") }
  var level: String { "L\(path.count)" }

  /// A shell command, written so that it can be typed on the outermost host.
  func command(_ text: String) -> String { path.isEmpty ? text : GuestCommand.text(path, text) }

  /// A cmdlet, written so that it can be typed on the outermost host.
  func cmdlet(_ text: String) -> String {
    "droste \(text)" + (path.isEmpty ? "" : " -ComputerName \(path.joined(separator: "/"))")
  }

  func path(of machine: String) -> String { (path + [machine]).joined(separator: "/") }

  func finding(
    _ check: String, _ severity: Severity, object: String? = nil, _ verdict: String, measured: String, why: String,
    mend: String, fix: Fix? = nil
  ) -> Finding {
    Finding(
      check: check, severity: severity, object: object ?? name, level: level, verdict: verdict, measured: measured,
      why: why, mend: mend, fix: fix)
  }
}

/// Commands for guests, as they are typed on the outermost host.
enum GuestCommand {
  /// - Parameter text: a shell command without single quotes.
  static func text(_ path: [String], _ text: String) -> String {
    let needsShell = text.contains { ";&|<>$*\"".contains($0) }
    return "droste exec \(path.joined(separator: "/")) -- " + (needsShell ? "sh -c '\(text)'" : text)
  }
}

/// A machine in the nest that is examined.
struct MachinePlace {
  let machine: MachineFacts
  /// The host that runs it.
  let host: HostPlace
  /// The host in it, where one answers.
  let inside: LevelFacts?

  var path: [String] { host.path + [machine.name] }
  var name: String { path.joined(separator: "/") }
  var level: String { "L\(path.count)" }
  var guest: SystemFacts? { machine.guest }
  /// Whether it, or a machine around it, is emulated: then time is no measure of anything.
  var isEmulated: Bool {
    machine.resource.status.engine == .tcg
      || host.outer.contains { $0.host.engine == .tcg } || host.system.processor.isEmulated
  }

  /// A shell command in the guest, written so that it can be typed on the outermost host.
  func command(_ text: String) -> String { GuestCommand.text(path, text) }

  /// `Set-VMProcessor -VMName L1 …`, as typed on the outermost host.
  func cmdlet(_ name: String, _ rest: String) -> String {
    host.cmdlet("\(name) -VMName \(Self.quoted(machine.name)) \(rest)")
  }

  private static func quoted(_ name: String) -> String { name.contains(" ") ? "'\(name)'" : name }

  func finding(
    _ check: String, _ severity: Severity, object: String? = nil, _ verdict: String, measured: String, why: String,
    mend: String, fix: Fix? = nil
  ) -> Finding {
    Finding(
      check: check, severity: severity, object: object ?? name, level: level, verdict: verdict, measured: measured,
      why: why, mend: mend, fix: fix)
  }
}

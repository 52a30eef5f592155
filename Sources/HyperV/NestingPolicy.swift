/// Which machines of a host may expose virtualization extensions.
public struct NestingPolicy: Codable, Hashable, Sendable {
  public enum Mode: String, Codable, Sendable, CaseIterable {
    /// Any machine, when asked for.
    case allowed = "Allowed"
    /// The machines that are named.
    case named = "NamedMachines"
    /// None.
    case forbidden = "Forbidden"
  }

  public var mode: Mode
  /// With `named`: the machines.
  public var machines: [String]
  /// How many levels of hosts may follow one another inside this host's machines: 1 lets machines run machines, and those
  /// none. Nil: as many as work.
  public var depth: Int?
  /// Whether a machine that misses a documented requirement of nesting is refused at its start, rather than warned of.
  public var enforcesRequirements: Bool

  public static let depthRange = 0...16
  public static let machineLimit = 1000

  public init(
    mode: Mode = .allowed, machines: [String] = [], depth: Int? = nil, enforcesRequirements: Bool = false
  ) {
    self.mode = mode
    self.machines = machines
    self.depth = depth
    self.enforcesRequirements = enforcesRequirements
  }

  /// Everything that is wrong, each as `field: text`.
  var problems: [String] {
    var found = machines.compactMap { name in Names.problem(name).map { "nesting.machines: \"\(name)\" \($0)" } }
    if machines.count > Self.machineLimit {
      found.append("nesting.machines: \(machines.count) machines, at most \(Self.machineLimit) can be named")
    }
    if let depth, !Self.depthRange.contains(depth) {
      found.append("nesting.depth: \(depth) is out of range, the range is 0 through 16")
    }
    return found
  }

  /// Throws `accessDenied` when a machine may not expose extensions, naming the policy and the command that changes it.
  ///
  /// - Parameter inherited: what the hosts around this one leave it of their depth; nil: no limit.
  public func require(_ name: String, inherited: Int? = nil) throws(DrosteError) {
    let policy: String
    let command: String
    switch mode {
    case .forbidden:
      policy = "NestedVirtualizationPolicy is Forbidden on this host."
      command = "Set-VMHost -NestedVirtualizationPolicy Allowed"
    case .named where !machines.contains(where: { Names.same($0, name) }):
      let named = machines.isEmpty ? "no machine" : machines.joined(separator: ", ")
      policy = "NestedVirtualizationPolicy is NamedMachines on this host, and names \(named)."
      command = "Set-VMHost -NestedVirtualizationMachine \((machines + [name]).joined(separator: ", "))"
    default:
      if let inherited, inherited < 1 {
        policy = "NestedVirtualizationDepth of a host around this one leaves no level for machines of this one."
        command = "Set-VMHost -NestedVirtualizationDepth, on the outer host with one more, and start its machine anew"
      } else if let depth, depth < 1 {
        policy = "NestedVirtualizationDepth is \(depth) on this host."
        command = "Set-VMHost -NestedVirtualizationDepth \(depth + 1)"
      } else {
        return
      }
    }
    throw DrosteError(
      .accessDenied, "The virtual machine \"\(name)\" may not expose virtualization extensions.", cause: policy,
      hint: command)
  }

  /// What is left of the depth for the host in a machine of this one.
  public func remainingDepth(inherited: Int?) -> Int? {
    [depth, inherited].compactMap(\.self).min().map { max(0, $0 - 1) }
  }
}

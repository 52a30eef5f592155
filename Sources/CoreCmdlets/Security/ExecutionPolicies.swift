internal import PowerShell
internal import Synchronization

/// Get- and Set-ExecutionPolicy. Nothing here keeps a script from running: the value is kept for the session, because
/// scripts and tools set it and read it back.
final class ExecutionPolicies: Sendable {
  static let policy = EnumType(
    "Microsoft.PowerShell.ExecutionPolicy",
    [("Unrestricted", 0), ("RemoteSigned", 1), ("AllSigned", 2), ("Restricted", 3), ("Bypass", 4), ("Undefined", 5)])
  static let scope = EnumType(
    "Microsoft.PowerShell.ExecutionPolicyScope",
    ["Process", "CurrentUser", "LocalMachine", "UserPolicy", "MachinePolicy"])

  private static let undefined: Int64 = 5
  private static let remoteSigned: Int64 = 1
  /// By scope; the last is what the machine starts with.
  private let values = Mutex<[Int64]>([undefined, undefined, remoteSigned, undefined, undefined])
  /// Which scope counts before which.
  private static let order = [4, 3, 0, 1, 2]

  func set(_ policy: String, scope: Int) {
    guard let value = Self.policy.value(named: policy), 0..<5 ~= scope else { return }
    values.withLock { $0[scope] = value.rawValue }
  }

  private func effective() -> Int64 {
    values.withLock { values in Self.order.map { values[$0] }.first { $0 != Self.undefined } ?? Self.remoteSigned }
  }

  var commands: [CommandInfo] {
    [
      .core(
        "Get-ExecutionPolicy", in: ModuleName.security, "GetExecutionPolicyCommand",
        ["Scope@0<property ExecutionPolicyScope", "List SwitchParameter"],
        synopsis: "Gets the execution policies of the session, which stop no script here."
      ) { [self] invocation in
        if invocation.bound.isSet("List") {
          for index in [4, 3, 0, 1, 2] {
            let value = values.withLock { $0[index] }
            try invocation.writeOutput(
              .object(
                PropertyBag([
                  "Scope": .enumeration(EnumValue(Self.scope, Int64(index))),
                  "ExecutionPolicy": .enumeration(EnumValue(Self.policy, value)),
                ])))
          }
          return
        }
        let scope = invocation.bound.enumeration("Scope").map { Int($0.rawValue) }
        let value = scope.map { scope in values.withLock { $0[scope] } } ?? effective()
        try invocation.writeOutput(.enumeration(EnumValue(Self.policy, value)))
      },
      .core(
        "Set-ExecutionPolicy", in: ModuleName.security, "SetExecutionPolicyCommand",
        [
          "!ExecutionPolicy@0<property ExecutionPolicy", "Scope@1<property ExecutionPolicyScope",
          "Force SwitchParameter",
        ], shouldProcess: true, synopsis: "Keeps an execution policy for the session; it stops no script here."
      ) { [self] invocation in
        let policy = invocation.bound.enumeration("ExecutionPolicy")?.text ?? ""
        let scope = invocation.bound.enumeration("Scope").map { Int($0.rawValue) } ?? 2
        guard scope < 3 else {
          throw PowerShellError(
            "Cannot set execution policy. Execution policies at the MachinePolicy or UserPolicy scopes must be set "
              + "through Group Policy.", id: "CantSetGroupPolicy", category: .invalidOperation,
            exceptionType: "System.InvalidOperationException")
        }
        guard try invocation.shouldProcess(policy, "Set-ExecutionPolicy") else { return }
        set(policy, scope: scope)
        try invocation.writeVerbose(
          "The policy \(policy) is kept for this session and stops no script: execution policies are a matter of "
            + "Windows.")
      },
    ]
  }
}

internal import HostAPI
internal import HyperV
internal import PowerShell

/// What `-For` and `-Timeout` of Wait-VM and Restart-VM ask for.
///
/// The host tells at once when it is so. `-Delay`, the seconds between two looks on Windows, is at most how late that is.
struct GuestWait {
  /// Seconds that a wait without a limit goes on at a time before it is begun again.
  static let slice = 10.0

  private let condition: WaitCondition
  /// Seconds; nil: without a limit.
  private let limit: Double?

  /// - Parameter standard: what is waited for where `-For` does not say.
  init(_ call: HostCall, standard: WaitCondition) {
    condition =
      switch call.bound.enumeration("For")?.text {
      case "IPAddress": .ipAddress
      case "Heartbeat": .heartbeat
      default: standard
      }
    let timeout = call.bound.integer("Timeout") ?? -1
    limit = timeout < 0 ? nil : Double(timeout)
  }

  /// Errors: `timeout`; `invalidState` for a machine that is Off or goes Off.
  func wait(_ machine: MachineObject) throws {
    let start = ContinuousClock.now
    while true {
      let left = limit.map { max(0, $0 - (ContinuousClock.now - start).seconds) }
      do {
        let (name, condition, seconds) = (machine.name, condition, min(left ?? Self.slice, Self.slice))
        machine.take(
          try machine.connection.read { try await $0.waitForMachine(name, for: condition, seconds: seconds) })
        return
      } catch let error as DrosteError where error.code == .timeout {
        if let limit, (ContinuousClock.now - start).seconds >= limit { throw timedOut(machine, limit) }
      }
    }
  }

  private func timedOut(_ machine: MachineObject, _ limit: Double) -> DrosteError {
    DrosteError(
      .timeout, "The virtual machine \"\(machine.name)\" did not answer within \(Int(limit)) seconds.",
      cause: condition == .ipAddress ? "Its guest has no address yet." : "The agent in it is not seen.",
      hint: "droste console \(machine.name)")
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

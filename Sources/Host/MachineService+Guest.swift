internal import FoundationEssentials
public import GuestLink
public import HyperV
internal import Machines
public import NIOCore

/// What is asked of the agent in a machine.
extension MachineService {
  /// The guest link of a machine that runs and whose agent answers.
  public func guestLink(_ name: String) throws -> GuestLink {
    let running = try running(name)
    guard running.guest.status.connected else {
      throw DrosteError(
        .unavailable, "The agent in \"\(name)\" does not answer.",
        cause: "the guest link is not up; the machine may still be starting", hint: "droste console \(name)")
    }
    return running.link
  }

  func running(_ name: String) throws -> RunningMachine {
    let id = try id(name)
    guard let running = try entry(id).running else {
      throw DrosteError(
        .invalidState, "The virtual machine \"\(name)\" is Off.", cause: entries[id]?.ending,
        hint: "droste start \(name)")
    }
    return running
  }

  /// The agent's answer, and the machine's status brought up to it.
  public func information(_ name: String) async throws -> GuestInformation {
    _ = try guestLink(name)
    return try await running(name).refresh()
  }

  /// Waits for something in the guest: that its agent answers, and in a nested host its service, is what counts as ready.
  public func waitForGuest(
    _ name: String, for condition: WaitCondition = .ready, seconds: Double
  ) async throws -> MachineResource {
    let id = try id(name)
    let ready = await (try running(name)).wait(for: condition, seconds: seconds)
    let found = resource(id, try entry(id))
    guard found.status.state != .off else {
      throw DrosteError(
        .invalidState, "\"\(name)\" went Off while its guest was awaited.", cause: found.status.reason,
        hint: "droste console \(name)")
    }
    guard ready else {
      throw DrosteError(
        .timeout, Self.missing(condition, in: found, seconds: seconds),
        cause: SerialConsole.lastOutput(directory: folder(id), limit: 600), hint: "droste console \(name)")
    }
    return found
  }

  private static func missing(_ condition: WaitCondition, in found: MachineResource, seconds: Double) -> String {
    let start = "\"\(found.configuration.name)\" is \(found.status.state.rawValue), but "
    let end = " within \(Int(seconds)) s."
    let connected = found.status.guest.connected
    return switch condition {
    case .ready: start + (connected ? "the service in it" : "the agent in it") + " did not answer" + end
    case .heartbeat: start + "the agent in it did not answer" + end
    case .ipAddress: start + (connected ? "it got no IP address" : "the agent in it did not answer") + end
    case .reboot: start + "it did not start anew" + end
    }
  }

  /// The end of what the machine wrote to its serial console, kept also after it went Off.
  public func console(_ name: String, limit: Int = 64 << 10) throws -> String {
    SerialConsole.lastOutput(directory: folder(try id(name)), limit: limit)
  }

  /// The serial console of a machine that runs.
  public func attachConsole(_ name: String) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
    _ = try running(name)
    do {
      return try await SerialConsole.attach(directory: folder(try id(name)))
    } catch {
      throw DrosteError(.unavailable, "The serial console of \"\(name)\" cannot be reached.", cause: "\(error)")
    }
  }
}

internal import FoundationEssentials
internal import HostAPI
internal import HyperV
internal import PowerShell
internal import Synchronization

/// What an object of `VirtualMachine` is: a machine of a host.
///
/// Its properties are those of the present, as Hyper-V's are: scripts wait with `while ($vm.State -ne 'Off')`. What was
/// read is good for `freshness`, or until this session changes something on that host; then the next property that is
/// read asks again. A host that does not answer leaves what was read last.
final class MachineObject: Sendable {
  /// How long what was read is good, in seconds: a table of one machine asks once, a loop follows the machine.
  static let freshness = Duration.milliseconds(250)
  /// How long a property waits for the host, in milliseconds.
  static let patience = 5000

  let connection: HostConnection
  let id: UUID

  private struct Reading {
    var resource: MachineResource
    var generation: Int
    var time: ContinuousClock.Instant
    var isDeleted = false
  }
  private let reading: Mutex<Reading>

  init(_ connection: HostConnection, _ resource: MachineResource) {
    self.connection = connection
    id = resource.id
    reading = Mutex(Reading(resource: resource, generation: connection.generation, time: .now))
  }

  /// The machine as it is.
  var current: MachineResource {
    let known = reading.withLock(\.self)
    if known.isDeleted { return known.resource }
    if known.generation == connection.generation, ContinuousClock.now - known.time < Self.freshness {
      return known.resource
    }
    return refreshed(known)
  }

  /// The machine was removed.
  var isDeleted: Bool {
    _ = current
    return reading.withLock(\.isDeleted)
  }

  var name: String { current.configuration.name }

  /// Takes over what an operation gave.
  func take(_ resource: MachineResource) {
    let fresh = Reading(resource: resource, generation: connection.generation, time: .now)
    reading.withLock { $0 = fresh }
  }

  private func refreshed(_ known: Reading) -> MachineResource {
    let (id, name, generation) = (id, known.resource.configuration.name, connection.generation)
    guard
      let found = try? connection.read(
        limit: Self.patience,
        { client -> MachineResource?? in
          do {
            let found = try await client.machine(name)
            if found.id == id { return .some(found) }
          } catch let error as DrosteError where error.code == .objectNotFound {}
          // It has another name now, or is gone.
          return .some(try await client.status().machines.first { $0.id == id })
        })
    else { return known.resource }
    return reading.withLock { reading in
      if let resource = found.flatMap(\.self) {
        reading = Reading(resource: resource, generation: generation, time: .now)
      } else {
        reading.isDeleted = true
      }
      return reading.resource
    }
  }

  /// The object that scripts get.
  var value: Value {
    .object(HostObject(Self.type, payload: self) { payload in (payload as? MachineObject)?.text })
  }

  /// `VirtualMachine (Name = 'L1') [Id = '7cca7664-…']`.
  private var text: String {
    "VirtualMachine (Name = '\(name)') [Id = '\(id.uuidString.lowercased())']"
  }
}

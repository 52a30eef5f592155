import HyperV
import Virtio

/// What came of a case.
struct Outcome {
  var operations: Int
  var frames: Int
  /// What was seen happening: reasons under which ports dropped and were stopped.
  var signs: Set<String>
}

/// Runs the bytes of a case.
/// - Throws: the `Finding`, when there was one.
func runCase(_ bytes: [UInt8], _ doors: Doors) throws -> Outcome {
  var input = Input(bytes)
  let world = try World(doors, &input)
  defer { world.close() }
  var operations = Operations(world, input)
  try operations.run()
  let ports = try world.checkStatus()
  var signs: Set<String> = []
  for (index, port) in ports.enumerated() where index < Names.liars {
    let shape = index < world.liars.count && world.liars[index].features.contains(.packedRing) ? "packed" : "split"
    for drop in port.drops { signs.insert("\(drop.reason) \(port.macAddressSpoofing) \(port.vlan.modeName)") }
    if let stopped = port.stopped { signs.insert("\(shape) \(stopped)") }
  }
  return Outcome(operations: operations.count, frames: world.frames, signs: signs)
}

internal import Ethernet
internal import FoundationEssentials
internal import HyperV

// Theory of operation
//
// What a trace puts out in place of pcapng: a line of JSON for each sighting of a probe (HyperV's TraceSighting). Words for
// what happened are found here, in the control thread, when the record is taken from its ring, some milliseconds after
// the frame passed; so they are from the configuration as it is then. A trace takes frames with one mark only
// (CaptureSink.marker), a few for each probe, so that the cost of JSON does not matter.

/// Sightings of probes as lines.
struct TraceWriter {
  let switchName: String
  /// Finds words for what became of a frame at a port.
  let explain: (_ slot: Int32, _ direction: CaptureDirection, _ drop: DropReason?, _ frame: RawSpan) -> String?

  /// - Parameter wallClockOffset: what was added to the monotonic clock for the record's time.
  func sighting(
    _ record: CaptureRecord, _ frame: RawSpan, port: CapturePort, wallClockOffset: UInt64, _ output: inout [UInt8]
  ) {
    guard let probe = Probe(frame) else { return }
    let sighting = TraceSighting(
      switchName: switchName, place: port.name, portKind: port.kind, direction: record.direction == .in ? .in : .out,
      time: record.nanoseconds, monotonic: record.nanoseconds &- wallClockOffset, drop: record.drop,
      detail: explain(record.port, record.direction, record.drop, frame), probe: probe)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let line = try? encoder.encode(sighting) else { return }
    output += [UInt8](line) + [UInt8(ascii: "\n")]
  }
}

internal import Ethernet
internal import FoundationEssentials
package import HyperV

// The control socket's language: lines of JSON, a response line for each request line, in order.
//
//   {"verb":"status"}                          -> {"status":{...}}
//   {"verb":"apply","configuration":{...}}     -> {"status":{...}}
//   {"verb":"stop"}                            -> {"status":{...}}, then the process ends
//   {"verb":"capture","capture":{...}}         -> {"capture":{...}}, then pcapng, see below
//   {"verb":"trace","marker":N}                -> {"capture":{...}}, then a line of JSON for each sighting of a probe
//   anything else                              -> {"error":{"code":...,"message":...,"hint":...}}
//
// After a capture's or trace's response line the connection carries a pcapng section or sightings and nothing else, until the client closes it, the
// count of frames is reached, or the switch ends. What the client sends then is not read.
//
// The status of a running switch has a `reason` when ports have no endpoint: it tells which and why.

/// A request line.
package struct ControlRequest: Codable, Sendable {
  package enum Verb: String, Codable, Sendable, CaseIterable {
    case status, apply, stop, capture, trace
  }

  package var verb: Verb
  package var configuration: SwitchProcessConfiguration?
  package var capture: CaptureRequest?
  /// The id of the probes that a trace follows.
  package var marker: UInt64?

  package init(
    _ verb: Verb, configuration: SwitchProcessConfiguration? = nil, capture: CaptureRequest? = nil,
    marker: UInt64? = nil
  ) {
    self.marker = marker
    self.verb = verb
    self.configuration = configuration
    self.capture = capture
  }

  /// Reads a request line.
  /// - Throws: `DrosteError` that tells what is wrong with it and what would be right.
  package init(line: [UInt8]) throws {
    let data = Data(line)
    let verb = try Self.decode(VerbOnly.self, data).verb
    guard let known = Verb(rawValue: verb) else {
      throw DrosteError(
        .invalidParameter, "The verb \"\(verb.prefix(100))\" is not known.", hint: Self.verbHint)
    }
    let configuration = known == .apply ? try Self.decode(ConfigurationOnly.self, data).configuration : nil
    let capture = known == .capture ? try Self.decode(CaptureOnly.self, data).capture : nil
    let marker = known == .trace ? try Self.decode(MarkerOnly.self, data).marker : nil
    self.init(known, configuration: configuration, capture: capture, marker: marker)
  }

  package static let verbHint =
    "Send one of: "
    + Verb.allCases.map { "{\"verb\":\"\($0.rawValue)\"}" }
    .joined(separator: ", ") + "."

  private struct VerbOnly: Decodable { var verb: String }
  private struct ConfigurationOnly: Decodable { var configuration: SwitchProcessConfiguration }
  private struct MarkerOnly: Decodable { var marker: UInt64 }
  private struct CaptureOnly: Decodable { var capture: CaptureRequest }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw DrosteError(.invalidParameter, "The request was not understood: \(describe(error)).", hint: verbHint)
    }
  }
}

/// A response line: one of the three.
package struct ControlResponse: Codable, Sendable {
  /// A capture that has begun.
  package struct Capture: Codable, Hashable, Sendable {
    /// The names of the ports that it takes now.
    package var ports: [String]
  }

  package var status: SwitchStatus?
  package var capture: Capture?
  package var error: DrosteError?

  package init(_ status: SwitchStatus) { self.status = status }
  package init(capture: CaptureSession) { self.capture = Capture(ports: capture.portNames) }
  package init(_ error: DrosteError) { self.error = error }

  /// The response as a line with its end.
  package var line: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let fallback = #"{"error":{"code":"Unspecified","message":"The response could not be encoded."}}"#
    return ((try? encoder.encode(self)).map { [UInt8]($0) } ?? Array(fallback.utf8)) + [UInt8(ascii: "\n")]
  }
}

/// Where in a document something is wrong, and what: `configuration.ports[0].kind: ...`.
func describe(_ error: DecodingError) -> String {
  func place(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
    var text = ""
    for key in context.codingPath + (last.map { [$0] } ?? []) {
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return text.isEmpty ? "the line" : text
  }
  return switch error {
  case .keyNotFound(let key, let context): "\(place(context, key)) is missing"
  case .typeMismatch(let type, let context): "\(place(context)) is not of the type \(type)"
  case .valueNotFound(let type, let context): "\(place(context)) is null where a \(type) is needed"
  case .dataCorrupted(let context):
    context.codingPath.isEmpty
      ? "it is not JSON" : "\(place(context)): \(context.debugDescription)"
  @unknown default: "\(error)"
  }
}

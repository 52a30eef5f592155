internal import FoundationEssentials

/// QEMU's version, as the greeting tells it.
public struct QMPVersion: Hashable, Sendable, CustomStringConvertible {
  public let major: Int
  public let minor: Int
  public let micro: Int

  public init(major: Int, minor: Int, micro: Int) {
    self.major = major
    self.minor = minor
    self.micro = micro
  }

  public var description: String { "\(major).\(minor).\(micro)" }
}

/// Something that happened in QEMU: `SHUTDOWN`, `RESET`, `STOP`.
public struct QMPEvent: Hashable, Sendable {
  public let name: String
  public let data: [String: QMPValue]

  public init(name: String, data: [String: QMPValue] = [:]) {
    self.name = name
    self.data = data
  }
}

/// One line from the monitor (QEMU's docs/interop/qmp-spec).
enum QMPMessage: Equatable {
  case greeting(QMPVersion)
  case event(QMPEvent)
  case success(id: Int64?, QMPValue)
  case failure(id: Int64?, className: String, text: String)

  init(line: [UInt8]) throws(QMPError) {
    let value: QMPValue
    do { value = try JSONDecoder().decode(QMPValue.self, from: Data(line)) } catch {
      throw .malformed("a line is not JSON: \(Self.excerpt(line))")
    }
    if let greeting = value["QMP"] {
      let version = greeting["version"]?["qemu"]
      guard let major = version?["major"]?.integer, let minor = version?["minor"]?.integer,
        let micro = version?["micro"]?.integer
      else { throw .malformed("the greeting has no version: \(Self.excerpt(line))") }
      self = .greeting(QMPVersion(major: Int(major), minor: Int(minor), micro: Int(micro)))
    } else if let name = value["event"]?.string {
      guard case .object(let data) = value["data"] ?? .object([:]) else {
        throw .malformed("an event's data is not an object: \(Self.excerpt(line))")
      }
      self = .event(QMPEvent(name: name, data: data))
    } else if let result = value["return"] {
      self = .success(id: value["id"]?.integer, result)
    } else if let error = value["error"], let className = error["class"]?.string, let text = error["desc"]?.string {
      self = .failure(id: value["id"]?.integer, className: className, text: text)
    } else {
      throw .malformed("a line is neither greeting, event nor answer: \(Self.excerpt(line))")
    }
  }

  /// A command as a line, newline included.
  static func command(_ name: String, _ arguments: [String: QMPValue], id: Int64) throws(QMPError) -> [UInt8] {
    var members: [String: QMPValue] = ["execute": .string(name), "id": .integer(id)]
    if !arguments.isEmpty { members["arguments"] = .object(arguments) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(QMPValue.object(members))) + [10] } catch {
      throw .malformed("the arguments of \(name) cannot be written as JSON")
    }
  }

  /// The begin of a line for an error's text, without control characters.
  private static func excerpt(_ line: [UInt8]) -> String {
    let text = String(decoding: line.prefix(80), as: UTF8.self)
    return "\"" + String(text.map { $0.isASCII && ($0.asciiValue ?? 0) >= 32 ? $0 : "?" })
      + (line.count > 80 ? "…\"" : "\"")
  }
}

public import HyperV

/// The way to a machine from the host that answers here: `L1`, or `L1/natted` for the machine natted of the host
/// inside L1; to any depth.
public struct MachinePath: Hashable, Sendable, CustomStringConvertible {
  /// From the outermost machine inwards; one at least.
  public let names: [String]

  /// More levels than any processor nests; a longer path is a mistake.
  public static let deepest = 16

  public init(_ text: String) throws(DrosteError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard !text.isEmpty, parts.allSatisfy({ !$0.isEmpty }), parts.count <= Self.deepest else {
      throw DrosteError(
        .invalidParameter,
        "\"\(text)\" is not the path of a machine: names from the outermost machine inwards, with / between them.",
        hint: "write L1 for a machine of this host, L1/natted for a machine inside L1; droste status shows them all")
    }
    names = parts
  }

  /// The machines to walk through, outermost first; empty for a machine of this host.
  public var hosts: [String] { Array(names.dropLast()) }
  /// The machine's own name.
  public var name: String { names[names.count - 1] }
  /// The level of the machine: 1 for a machine of this host.
  public var level: Int { names.count }
  public var description: String { names.joined(separator: "/") }
}

/// The way to a host: empty for the one that answers here, else the machines to walk through.
public struct HostPath: Hashable, Sendable, CustomStringConvertible {
  public let names: [String]

  public init(_ text: String?) throws(DrosteError) {
    names = text == nil || text == "" || text == "/" ? [] : try MachinePath(text ?? "").names
  }

  public init(names: [String]) { self.names = names }

  public var level: Int { names.count }
  public var description: String { names.isEmpty ? "this host" : names.joined(separator: "/") }
}

/// One side of a copy: a file here, or a file in a machine (`L1/natted:/etc/hosts`).
public enum CopyEndpoint: Hashable, Sendable {
  case local(String)
  case machine(MachinePath, String)

  /// A colon ends a machine's path unless a `/` at the start or a `.` says that the text is a file here: `./a:b`.
  public init(_ text: String) throws(DrosteError) {
    guard !text.hasPrefix("/"), !text.hasPrefix("."), let colon = text.firstIndex(of: ":") else {
      self = .local(text)
      return
    }
    let file = String(text[text.index(after: colon)...])
    guard file.hasPrefix("/") else {
      throw DrosteError(
        .invalidParameter, "\"\(text)\" names no file in the machine: what follows the colon must begin with /.",
        hint: "write L1:/etc/hosts for a file in L1; write ./\(text) for a file here")
    }
    self = .machine(try MachinePath(String(text[..<colon])), file)
  }
}

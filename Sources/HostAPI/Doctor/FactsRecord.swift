internal import HyperV
package import NIOCore

// What a nest tells of itself comes as records, a line each, as soon as each is known: `KIND PATH JSON`. A host passes the
// records of the hosts inside on as they are, with the machine's name before their path. It does not decode them: on
// three emulated levels, reading and writing the same JSON at every level was a third of what an examination cost.

/// One record.
package struct FactsRecord: Sendable, Equatable {
  package enum Kind: String, CaseIterable {
    /// `LevelFacts` of the host at the path, without guests.
    case level
    /// `SystemFacts` of the guest at the path, by its agent.
    case guest
    /// `DrosteError`: why the agent of the machine at the path told nothing.
    case mute
    /// `DrosteError`: why the host in the machine at the path told nothing, or not all.
    case silent
  }

  /// The media type of a body of records.
  package static let mediaType = "application/vnd.droste.facts"
  /// The most bytes of a record: a host with some thousand machines.
  package static let limit = 16 << 20
  /// The most bytes of a path: sixteen escaped names.
  package static let pathLimit = 16 << 10

  package var kind: Kind
  /// Names as segments, escaped, with `/` between them; `.` is the host that was asked.
  package var path: String
  package var json: ByteBuffer

  /// What is told of the host that is asked.
  package static let own = "."

  /// The record as it passes on from the host inside a machine.
  package func passed(through machine: String) -> FactsRecord {
    let name = PathSegment.encode(machine)
    return FactsRecord(kind: kind, path: path == Self.own ? name : "\(name)/\(path)", json: json)
  }

  /// The names of the path; nil when an escape is broken or there are more than `depth` of them.
  package func names(depth: Int) -> [String]? {
    guard path != Self.own else { return [] }
    let names = path.split(separator: "/").compactMap { PathSegment.decode($0) }
    return names.count <= depth && names.count == path.split(separator: "/").count ? names : nil
  }

  package var line: ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(kind.rawValue.utf8.count + path.utf8.count + json.readableBytes + 3)
    buffer.writeString("\(kind.rawValue) \(path) ")
    buffer.writeImmutableBuffer(json)
    buffer.writeString("\n")
    return buffer
  }

  /// Nil for a line that is none.
  package init?(line: ByteBuffer) {
    var rest = line
    guard let word = rest.readWord(limit: 16), let kind = Kind(rawValue: word),
      let path = rest.readWord(limit: Self.pathLimit), !path.isEmpty,
      path.utf8.allSatisfy({ PathSegment.isUnreserved($0) || $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "/") }),
      rest.readableBytes > 0
    else { return nil }
    self.init(kind: kind, path: path, json: rest)
  }

  package init(kind: Kind, path: String, json: ByteBuffer) { (self.kind, self.path, self.json) = (kind, path, json) }
}

extension ByteBuffer {
  /// The text up to the next blank, which is taken too; nil where there is none within `limit` bytes.
  fileprivate mutating func readWord(limit: Int) -> String? {
    guard let end = readableBytesView.prefix(limit + 1).firstIndex(of: UInt8(ascii: " ")) else { return nil }
    let word = readString(length: end - readerIndex)
    moveReaderIndex(forwardBy: 1)
    return word
  }
}

/// Puts records together out of the pieces in which they come.
package struct FactsReader {
  /// The most bytes of all that a host inside and those inside it tell: some thousand machines.
  package static let hostLimit = 32 << 20

  private let limit: Int
  private var taken = 0
  /// Holds no end of a line between calls.
  private var held = ByteBuffer()

  /// - Parameter limit: the most bytes of all records together.
  package init(limit: Int = Self.hostLimit) { self.limit = limit }

  /// The records that end in the piece. Throws for a line that is none, or too long, and for too much in all: what it comes
  /// from is not to be trusted further.
  package mutating func take(_ piece: ByteBuffer) throws -> [FactsRecord] {
    taken += piece.readableBytes
    guard taken <= limit else {
      throw DrosteError(.unspecified, "More is told as facts than the \(limit) bytes that are taken.")
    }
    var start = held.readableBytes
    held.writeImmutableBuffer(piece)
    start += held.readerIndex
    var records: [FactsRecord] = []
    while let end = held.readableBytesView[start...].firstIndex(of: UInt8(ascii: "\n")) {
      guard let line = held.readSlice(length: end - held.readerIndex), let record = FactsRecord(line: line) else {
        throw DrosteError(.unspecified, "What came as facts is none.")
      }
      held.moveReaderIndex(forwardBy: 1)
      start = held.readerIndex
      records.append(record)
    }
    guard held.readableBytes <= FactsRecord.limit else {
      throw DrosteError(.unspecified, "A record of facts is longer than the \(FactsRecord.limit) bytes that are taken.")
    }
    held.discardReadBytes()
    return records
  }
}

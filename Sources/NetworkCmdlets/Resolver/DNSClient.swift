internal import Glibc
internal import Netlink
internal import PowerShell

/// Asks DNS servers: over UDP, and over TCP where an answer did not fit (RFC 1035 section 4.2, RFC 7766).
struct DNSClient {
  /// Bytes of an answer over UDP that are taken; servers send 512 without EDNS.
  static let datagramLimit = 4096
  /// Aliases that are followed where a server does not do it itself.
  static let aliasLimit = 8

  enum Failure: Error {
    /// RCODE of the answer.
    case refused(UInt8)
    case timedOut
    case unreachable(String)
    case malformed
    case noServers
    case stopped
  }

  let servers: [IPAddress]
  let environment: NetworkEnvironment
  var usesTCP = false
  var isRecursive = true
  var isStopped: () -> Bool = { false }

  /// The answer of the first server that gives one; each is asked twice.
  func ask(_ name: DNSName, _ type: UInt16) throws -> DNSMessage {
    guard !servers.isEmpty else { throw Failure.noServers }
    var last: Failure = .timedOut
    for _ in 0..<2 {
      for server in servers.prefix(3) {
        do {
          let answer = try usesTCP ? overTCP(server, name, type) : overUDP(server, name, type)
          // SERVFAIL and REFUSED: another server may know.
          if answer.code == 2 || answer.code == 5 {
            last = .refused(answer.code)
            continue
          }
          return answer
        } catch let failure as Failure {
          if case .stopped = failure { throw failure }
          last = failure
        } catch let error as Socket.Failure {
          if error.number == ECANCELED { throw Failure.stopped }
          last = error.isTimeout ? .timedOut : .unreachable("\(server): \(String(cString: strerror(error.number)))")
        } catch is DNSMessage.Malformed {
          last = .malformed
        }
      }
    }
    throw last
  }

  private func overUDP(_ server: IPAddress, _ name: DNSName, _ type: UInt16) throws -> DNSMessage {
    let deadline = Deadline(milliseconds: environment.resolverMilliseconds, isStopped: isStopped)
    // Connected, so that only that server is heard; a fresh port and number for each question (RFC 5452).
    let socket = try Socket(server.family, Socket.datagram)
    try socket.connect(server, environment.resolverPort, deadline)
    let id = UInt16.random(in: .min ... .max)
    try socket.send(DNSMessage.query(id: id, name, type, isRecursive: isRecursive), deadline)
    while true {
      let bytes = try socket.receive(limit: Self.datagramLimit, deadline)
      // An answer to something else, or garbage that somebody sent: go on listening.
      guard let answer = try? DNSMessage(bytes), fits(answer, id, name, type) else { continue }
      return answer.isTruncated ? try overTCP(server, name, type) : answer
    }
  }

  private func overTCP(_ server: IPAddress, _ name: DNSName, _ type: UInt16) throws -> DNSMessage {
    let deadline = Deadline(milliseconds: environment.resolverMilliseconds, isStopped: isStopped)
    let socket = try Socket(server.family, Socket.stream)
    try socket.connect(server, environment.resolverPort, deadline)
    let id = UInt16.random(in: .min ... .max)
    let query = DNSMessage.query(id: id, name, type, isRecursive: isRecursive)
    try socket.send([UInt8(query.count >> 8), UInt8(query.count & 0xFF)] + query, deadline)
    var bytes: [UInt8] = []
    func fill(_ count: Int) throws {
      while bytes.count < count {
        let more = try socket.receive(limit: count - bytes.count, deadline)
        guard !more.isEmpty else { throw Failure.malformed }
        bytes += more
      }
    }
    try fill(2)
    let length = Int(bytes[0]) << 8 | Int(bytes[1])
    try fill(2 + length)
    let answer = try DNSMessage(Array(bytes[2...]))
    guard fits(answer, id, name, type) else { throw Failure.malformed }
    return answer
  }

  private func fits(_ answer: DNSMessage, _ id: UInt16, _ name: DNSName, _ type: UInt16) -> Bool {
    guard answer.id == id else { return false }
    guard let question = answer.question else { return answer.code != 0 }
    return question.type == type && question.name.isSame(as: name)
  }
}

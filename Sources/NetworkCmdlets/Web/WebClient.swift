internal import FoundationEssentials
internal import Glibc
internal import Netlink
internal import PowerShell

/// A request to a web server, without redirections.
struct WebRequest: Sendable {
  var address: WebAddress
  var method = "GET"
  var fields: [(name: String, value: String)] = []
  var body: [UInt8] = []
}

/// Carries out requests: HTTP/1.1 over a socket of its own, https through the program curl where that is installed.
struct WebClient {
  /// Bytes of content that are kept in memory.
  static let memoryLimit = 64 << 20
  /// Bytes of content that are written to a file.
  static let fileLimit = 64 << 30

  enum Failure: Error {
    case noName(String)
    case noConnection(String)
    case timedOut
    case malformed(String)
    case tooLong(Int)
    case noCurl
    case curl(String)
    case stopped
  }

  let environment: NetworkEnvironment
  /// For connecting and for each wait for bytes.
  var milliseconds: Int
  var isStopped: () -> Bool = { false }

  /// The head, after the content went to `take`, which gets it in parts; `limit` in bytes.
  func send(_ request: WebRequest, limit: Int, take: ([UInt8]) throws -> Void) throws -> WebHead {
    do {
      return try request.address.isSecure ? overCurl(request, limit, take) : overSocket(request, limit, take)
    } catch let error as Socket.Failure {
      if error.number == ECANCELED { throw Failure.stopped }
      throw error.isTimeout ? Failure.timedOut : .noConnection(error.description)
    } catch is ChunkDecoder.Malformed {
      throw Failure.malformed("the chunks of the content are not valid")
    }
  }

  private func deadline() -> Deadline { Deadline(milliseconds: milliseconds, isStopped: isStopped) }

  private func overSocket(_ request: WebRequest, _ limit: Int, _ take: ([UInt8]) throws -> Void) throws -> WebHead {
    let socket = try connect(request.address)
    try socket.send(Self.head(of: request) + request.body, deadline())
    var bytes: [UInt8] = []
    var head: WebHead
    repeat {
      let end = try headEnd(&bytes) { try socket.receive(limit: 1 << 16, deadline()) }
      guard let found = WebHead(bytes[..<end.start]) else { throw Failure.malformed("the answer has no valid head") }
      head = found
      bytes.removeFirst(end.end)
      // 100 Continue and its like come before the answer.
    } while head.status < 200
    guard let length = head.length(of: request.method) else {
      throw Failure.malformed("the length of the content is not valid")
    }
    var total = 0
    func pass(_ part: [UInt8]) throws {
      total += part.count
      guard total <= limit else { throw Failure.tooLong(limit) }
      if !part.isEmpty { try take(part) }
    }
    var chunks = ChunkDecoder()
    while true {
      switch length {
      case .none: return head
      case .bytes(let count):
        guard count <= limit else { throw Failure.tooLong(limit) }
        try pass(Array(bytes.prefix(count - total)))
        if total == count { return head }
      case .chunked:
        try pass(chunks.decode(bytes))
        if chunks.isDone { return head }
      case .toEnd: try pass(bytes)
      }
      bytes = try socket.receive(limit: 1 << 16, deadline())
      guard bytes.isEmpty else { continue }
      if length == .toEnd { return head }
      throw Failure.malformed("the connection ended within the content")
    }
  }

  private func connect(_ address: WebAddress) throws -> Socket {
    let found: [IPAddress]
    do { found = try NameLookup(environment: environment, isStopped: isStopped).addresses(of: address.host) } catch {
      throw Failure.noName(address.host)
    }
    var last: any Error = Failure.noName(address.host)
    for candidate in found.prefix(4) {
      do {
        let socket = try Socket(candidate.family, Socket.stream)
        try socket.connect(candidate, address.port, deadline())
        return socket
      } catch { last = error }
    }
    throw last
  }

  /// Reads on until the blank line is there; where it starts and where it ends.
  private func headEnd(_ bytes: inout [UInt8], _ more: () throws -> [UInt8]) throws -> (start: Int, end: Int) {
    var looked = 0
    while true {
      if let found = Self.blankLine(bytes, from: looked) { return found }
      guard bytes.count <= WebHead.sizeLimit else { throw Failure.malformed("the head is longer than 64 KiB") }
      looked = max(0, bytes.count - 3)
      let part = try more()
      guard !part.isEmpty else { throw Failure.malformed("the connection ended before the answer") }
      bytes += part
    }
  }

  static func blankLine(_ bytes: [UInt8], from start: Int) -> (start: Int, end: Int)? {
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == 10 {
        if bytes[index + 1] == 10 { return (index, index + 2) }
        if bytes[index + 1] == 13, index + 2 < bytes.count, bytes[index + 2] == 10 { return (index, index + 3) }
      }
      index += 1
    }
    return nil
  }

  /// The request's head; fields that the caller gave stand in place of ours.
  static func head(of request: WebRequest) -> [UInt8] {
    var fields = request.fields
    func add(_ name: String, _ value: String) {
      if !fields.contains(where: { $0.name.lowercased() == name.lowercased() }) { fields.append((name, value)) }
    }
    add("Host", request.address.authority)
    if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
      add("Content-Length", String(request.body.count))
    }
    fields.removeAll { $0.name.lowercased() == "connection" }
    fields.append(("Connection", "close"))
    let lines = ["\(request.method) \(request.address.target) HTTP/1.1"] + fields.map { "\($0.name): \($0.value)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  // MARK: https

  /// The program gets everything through a file of its own options, so that no list of processes shows it.
  private func overCurl(_ request: WebRequest, _ limit: Int, _ take: ([UInt8]) throws -> Void) throws -> WebHead {
    guard let program = environment.program("curl") else { throw Failure.noCurl }
    let folder = FileManager.default.temporaryDirectory.path + "/droste-web-\(UUID().uuidString)"
    guard mkdir(folder, 0o700) == 0 else { throw Failure.curl("\(folder) cannot be made") }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func quoted(_ text: String) -> String {
      "\"" + text.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined() + "\""
    }
    var options = [
      "url = \(quoted(request.address.text))", "silent", "show-error", "http1.1", "raw",
      "dump-header = \(quoted(folder + "/head"))", "output = \(quoted(folder + "/body"))",
      "connect-timeout = \(max(1, milliseconds / 1000))", "speed-time = \(max(1, milliseconds / 1000))",
      "speed-limit = 1",
      "max-filesize = \(limit)",
    ]
    options.append(request.method == "HEAD" ? "head" : "request = \(quoted(request.method))")
    options += request.fields.map { "header = \(quoted("\($0.name): \($0.value)"))" }
    if !request.body.isEmpty {
      try Data(request.body).write(to: URL(filePath: folder + "/request"))
      options.append("data-binary = \(quoted("@\(folder)/request"))")
    }
    try Files.write(folder + "/options", options.joined(separator: "\n") + "\n")
    let result = try ProcessStart.output(program, ["-q", "--config", folder + "/options"], limit: 1 << 16)
    switch result.status {
    case 0: break
    case 6: throw Failure.noName(request.address.host)
    case 7: throw Failure.noConnection("curl: the server did not take the connection")
    case 28: throw Failure.timedOut
    case 63: throw Failure.tooLong(limit)
    default: throw Failure.curl("curl ended with status \(result.status)")
    }
    return try answer(of: folder, request, limit, take)
  }

  private func answer(
    of folder: String, _ request: WebRequest, _ limit: Int, _ take: ([UInt8]) throws -> Void
  ) throws -> WebHead {
    var bytes = Array((Files.read(folder + "/head", limit: WebHead.sizeLimit) ?? "").utf8)
    var head: WebHead?
    while let end = Self.blankLine(bytes, from: 0) {
      guard let found = WebHead(bytes[..<end.start]) else { throw Failure.malformed("the answer has no valid head") }
      head = found
      bytes.removeFirst(end.end)
    }
    guard let head else { throw Failure.malformed("the answer has no valid head") }
    let descriptor = open(folder + "/body", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0, request.method != "HEAD" else { return head }
    defer { close(descriptor) }
    // As it came ("raw"): chunks are still to be taken apart.
    var chunks = ChunkDecoder()
    let isChunked = head.length(of: request.method) == .chunked
    var total = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // SAFETY: the buffer outlives the call, which gets its size.
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return head }
      let part = isChunked ? try chunks.decode(Array(buffer[..<count])) : Array(buffer[..<count])
      total += part.count
      guard total <= limit else { throw Failure.tooLong(limit) }
      try take(part)
    }
  }
}

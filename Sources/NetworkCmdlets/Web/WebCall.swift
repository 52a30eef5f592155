internal import FoundationEssentials
internal import Glibc
internal import PowerShell

/// One call of Invoke-WebRequest or Invoke-RestMethod: its parameters as a request, redirections, errors.
struct WebCall {
  struct Answer {
    var head: WebHead
    var bytes: [UInt8]
    var address: WebAddress

    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  let invocation: Invocation
  let environment: NetworkEnvironment

  init(_ invocation: Invocation, _ environment: NetworkEnvironment) {
    (self.invocation, self.environment) = (invocation, environment)
  }

  /// Nil when the content went to a file alone.
  func run() throws -> Answer? {
    let bound = invocation.bound
    var request = try request()
    // 0 is no limit; a day of silence is one.
    let seconds = bound.integer("TimeoutSec").flatMap { $0 == 0 ? nil : Int($0) } ?? 86_400
    let client = WebClient(environment: environment, milliseconds: seconds * 1000, isStopped: { invocation.isStopping })
    var redirections = Int(bound.integer("MaximumRedirection") ?? 5)
    let path = bound.string("OutFile").map { $0.hasPrefix("/") ? $0 : "\(invocation.location)/\($0)" }
    while true {
      var bytes: [UInt8] = []
      let file = try path.map { try OutputStream($0) }
      let head: WebHead
      do {
        head = try client.send(request, limit: path == nil ? WebClient.memoryLimit : WebClient.fileLimit) { part in
          if let file, !(bound.isSet("PassThru")) { try file.write(part) } else { bytes += part }
          if let file, bound.isSet("PassThru") { try file.write(part) }
        }
      } catch let failure as WebClient.Failure {
        throw error(failure)
      }
      if head.isRedirect, redirections > 0, let next = head["Location"].flatMap({ request.address.resolved($0) }) {
        redirections -= 1
        let isKept = head.status == 307 || head.status == 308
        if !isKept, request.method != "HEAD" {
          request.method = "GET"
          request.body = []
          request.fields.removeAll { $0.name.lowercased().hasPrefix("content-") }
        }
        // What was meant for one server is no other's business.
        if next.authority != request.address.authority {
          request.fields.removeAll { ["authorization", "cookie", "host"].contains($0.name.lowercased()) }
        }
        request.address = next
        continue
      }
      let answer = Answer(head: head, bytes: bytes, address: request.address)
      guard head.status < 400 else { throw failure(answer) }
      guard let file else { return answer }
      try file.finish()
      return bound.isSet("PassThru") ? answer : nil
    }
  }

  private func request() throws -> WebRequest {
    let bound = invocation.bound
    let text = bound.string("Uri") ?? ""
    guard let address = WebAddress(text) else {
      throw PowerShellError(
        "The URI '\(text)' is not valid: it is none of http or https, without blanks and user names.",
        id: "WebCmdletInvalidURI",
        category: .invalidArgument, exceptionType: "System.UriFormatException", target: .string(text))
    }
    var request = WebRequest(address: address)
    if let method = bound.enumeration("Method"), method.rawValue != 0 { request.method = method.text.uppercased() }
    if let headers = bound["Headers"], !headers.isNull {
      guard let table = headers.reference(as: DictionaryObject.self) else {
        throw invalid("Headers", "it is no table of names and values")
      }
      request.fields = try table.pairs.map { (try $0.key.displayString(), try $0.value.displayString()) }
    }
    func set(_ name: String, _ value: String) {
      request.fields.removeAll { $0.name.lowercased() == name.lowercased() }
      request.fields.append((name, value))
    }
    // Windows PowerShell's own, which some servers look for.
    let agent = "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.20348.1"
    if let wanted = bound.string("UserAgent") {
      set("User-Agent", wanted)
    } else if !request.fields.contains(where: { $0.name.lowercased() == "user-agent" }) {
      set("User-Agent", agent)
    }
    try setBody(&request)
    if let type = bound.string("ContentType") {
      set("Content-Type", type)
    } else if request.method == "POST", !request.fields.contains(where: { $0.name.lowercased() == "content-type" }) {
      set("Content-Type", "application/x-www-form-urlencoded")
    }
    for (name, value) in request.fields {
      let isName = !name.isEmpty && name.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: ":") }
      guard isName, value.utf8.allSatisfy({ $0 >= 0x20 || $0 == 9 }) else {
        throw invalid("Headers", "'\(name)' is no header that can be sent")
      }
    }
    return request
  }

  private func setBody(_ request: inout WebRequest) throws {
    if let path = invocation.bound.string("InFile") {
      let path = path.hasPrefix("/") ? path : "\(invocation.location)/\(path)"
      guard let data = FileManager.default.contents(atPath: path), data.count <= WebClient.memoryLimit else {
        throw invalid("InFile", "'\(path)' cannot be read, or is longer than \(WebClient.memoryLimit) bytes")
      }
      request.body = Array(data)
      return
    }
    guard let body = invocation.bound["Body"], !body.isNull else { return }
    if let table = body.reference(as: DictionaryObject.self) {
      let form = try table.pairs.map {
        "\(Self.escaped(try $0.key.displayString()))=\(Self.escaped(try $0.value.displayString()))"
      }.joined(separator: "&")
      if request.method == "GET" {
        request.address.target += (request.address.target.contains("?") ? "&" : "?") + form
      } else {
        request.body = Array(form.utf8)
      }
    } else if let bytes = body.reference(as: ArrayObject.self), bytes.elementType === BuiltInType.uint8 {
      request.body = bytes.elements.compactMap { $0.integerValue.flatMap { UInt8(exactly: $0) } }
    } else {
      request.body = Array(try body.displayString().utf8)
    }
  }

  /// Of forms: a blank is `+` (WHATWG URL, application/x-www-form-urlencoded).
  static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: " "): return "+"
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x2A, 0x7E: return String(UnicodeScalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        return "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }.joined()
  }

  private func invalid(_ parameter: String, _ why: String) -> PowerShellError {
    PowerShellError(
      "The value of the parameter '\(parameter)' of \(invocation.metadata.name) is not valid: \(why).",
      id: "WebCmdletInvalid\(parameter)", category: .invalidArgument, exceptionType: "System.ArgumentException")
  }

  private static let exceptionType = "System.Net.WebException"

  /// `(404) Not Found.`, with the answer as the exception's `Response`.
  private func failure(_ answer: Answer) -> CommandFailure {
    let made = PowerShellError(
      "The remote server returned an error: (\(answer.head.status)) \(answer.head.reason).",
      id: "WebCmdletWebResponseException", category: .invalidOperation, exceptionType: Self.exceptionType,
      target: .string("System.Net.HttpWebRequest"))
    let record = ErrorRecord(made, origin: invocation.origin)
    let text = answer.text
    if !text.isEmpty { record.details = text }
    record.exception.addedMembers()["Response"] = .note(.object(WebCmdlets.make(answer)))
    return CommandFailure(record)
  }

  private func error(_ failure: WebClient.Failure) -> PowerShellError {
    let (message, category): (String, PowerShellError.Category) =
      switch failure {
      case .noName(let name): ("The remote name could not be resolved: '\(name)'", .invalidOperation)
      case .noConnection: ("Unable to connect to the remote server", .invalidOperation)
      case .timedOut: ("The operation has timed out.", .invalidOperation)
      case .malformed(let why): ("The server committed a protocol violation: \(why).", .protocolError)
      case .tooLong(let limit):
        ("The answer is longer than the \(limit) bytes that are taken. Use -OutFile.", .limitsExceeded)
      case .noCurl:
        (
          "https needs the program curl, which is not installed on this system. Install it: apt install curl.",
          .notInstalled
        )
      case .curl(let why): ("The request over https failed: \(why).", .connectionError)
      case .stopped: ("The operation was stopped.", .operationStopped)
      }
    var error = PowerShellError(
      message, id: "WebCmdletWebResponseException", category: category, exceptionType: Self.exceptionType)
    if case .noConnection(let why) = failure { error.inner = .init("System.Net.Sockets.SocketException", why) }
    return error
  }
}

/// A file that takes the place of another when it is complete.
final class OutputStream {
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private var isFinished = false

  init(_ path: String) throws {
    self.path = path
    temporary = "\(path).part\(getpid())"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  deinit {
    close(descriptor)
    if !isFinished { unlink(temporary) }
  }

  func write(_ bytes: [UInt8]) throws {
    var written = 0
    while written < bytes.count {
      // SAFETY: the slice outlives the call, which gets its size.
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(path) }
      written += count
    }
  }

  func finish() throws {
    guard rename(temporary, path) == 0 else { throw Self.failure(path) }
    isFinished = true
  }

  private static func failure(_ path: String) -> PowerShellError {
    PowerShellError(
      "Could not write the file '\(path)': \(String(cString: strerror(errno))).", id: "FileOpenFailure",
      category: .writeError, exceptionType: "System.IO.IOException", target: .string(path))
  }
}

import FoundationEssentials
import Glibc
import PowerShell
import Testing

@testable import NetworkCmdlets

@Suite struct WebTests {
  /// Answers of a web server by path.
  private static func answer(_ bytes: [UInt8]) -> [UInt8]? {
    guard let end = WebClient.blankLine(bytes, from: 0) else { return nil }
    let head = String(decoding: bytes[..<end.start], as: UTF8.self)
    let lines = head.textLines.map(String.init)
    let length =
      lines.first { $0.lowercased().hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
    guard bytes.count >= end.end + length else { return nil }
    let body = String(decoding: bytes[end.end...], as: UTF8.self)
    let words = lines[0].split(separator: " ")
    func ok(_ text: String, _ more: String = "Content-Type: text/plain\r\n") -> [UInt8] {
      Array("HTTP/1.1 200 OK\r\n\(more)Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8)
    }
    switch words[1].prefix(while: { $0 != "?" }) {
    case "/hello": return ok("hello")
    case "/echo": return ok("\(words[0]) \(words[1]) \(body)")
    case "/head": return ok(lines.dropFirst().filter { !$0.hasPrefix("Host") }.sorted().joined(separator: "; "))
    case "/chunks":
      return Array(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nwiki\r\n5\r\npedia\r\n0\r\nT: 1\r\n\r\n".utf8)
    case "/end": return Array("HTTP/1.1 200 OK\r\n\r\nuntil the end".utf8)
    case "/continue": return Array("HTTP/1.1 100 Continue\r\n\r\n".utf8) + ok("after")
    case "/move": return Array("HTTP/1.1 302 Found\r\nLocation: hello\r\nContent-Length: 0\r\n\r\n".utf8)
    case "/keep": return Array("HTTP/1.1 307 Temporary Redirect\r\nLocation: /echo\r\nContent-Length: 0\r\n\r\n".utf8)
    case "/loop": return Array("HTTP/1.1 301 Moved\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n".utf8)
    case "/json": return ok("{\"a\": 1}", "Content-Type: application/json\r\n")
    case "/bytes": return ok("abc", "Content-Type: application/octet-stream\r\n")
    case "/short": return Array("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort".utf8)
    case "/huge": return Array("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".utf8)
    case "/two": return Array("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy".utf8)
    case "/garbage": return Array("nothing that is HTTP\r\n\r\n".utf8)
    case "/silent": return nil
    default: return Array("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone".utf8)
    }
  }

  private static let source = "Microsoft.PowerShell.Commands.InvokeWebRequestCommand"

  @Test(arguments: [
    (
      "$r = Invoke-WebRequest URL/hello; $r.StatusCode; $r.StatusDescription; $r.Content; $r.RawContentLength; "
        + "$r.Headers['content-type']", "200 | OK | hello | 5 | text/plain"
    ),
    ("(iwr URL/hello -UseBasicParsing).Content", "hello"),
    ("(iwr URL/chunks).Content", "wikipedia"), ("(iwr URL/end).Content", "until the end"),
    ("(iwr URL/continue).Content", "after"), ("(iwr URL/move).Content", "hello"),
    ("(iwr URL/keep -Method Post -Body hi).Content", "POST /echo hi"),
    ("(iwr URL/loop -MaximumRedirection 3).StatusCode", "301"),
    ("(iwr URL/move -MaximumRedirection 0).StatusCode", "302"),
    ("(iwr URL/echo -Method Put -Body 'a b').Content", "PUT /echo a b"),
    ("(iwr URL/echo -Method Post -Body @{ a = 'x y'; b = '&' }).Content", "POST /echo a=x+y&b=%26"),
    ("(iwr URL/echo -Body @{ q = 1 }).Content", "GET /echo?q=1 "),
    ("(iwr URL/echo -Method Delete).Content", "DELETE /echo "),
    ("(iwr URL/hello -Method Head).RawContentLength", "0"),
    (
      "(iwr URL/head -Headers @{ X = '1' } -UserAgent me -Method Post -ContentType text/x -Body z).Content",
      "Connection: close; Content-Length: 1; Content-Type: text/x; User-Agent: me; X: 1"
    ),
    ("irm URL/hello", "hello"), ("(irm URL/json).a", "1"), ("[int](iwr URL/bytes).Content[1]", "98"),
    ("iwr URL/missing", "!WebCmdletWebResponseException,\(source)"),
    (
      "try { iwr URL/missing } catch { $_.Exception.Message; $_.Exception.Response.StatusCode; $_.CategoryInfo.Reason }",
      "The remote server returned an error: (404) Not Found. | 404 | WebException"
    ),
    ("iwr URL/short", "!WebCmdletWebResponseException,\(source)"),
    ("iwr URL/two", "!WebCmdletWebResponseException,\(source)"),
    ("iwr URL/garbage", "!WebCmdletWebResponseException,\(source)"),
    (
      "try { iwr URL/huge } catch { \"$_\" }",
      "The answer is longer than the 67108864 bytes that are taken. Use -OutFile."
    ),
    ("try { iwr URL/silent -TimeoutSec 1 } catch { \"$_\" }", "The operation has timed out."),
    ("iwr URL/hello -OutFile DIR/out; (iwr URL/hello -OutFile DIR/out -PassThru).Content", "hello | out: hello"),
    (
      "try { iwr https://127.0.0.1/ } catch { \"$_\" }",
      "https needs the program curl, which is not installed on this system. Install it: apt install curl."
    ),
    ("try { iwr http://127.0.0.1:1/ } catch { \"$_\" }", "Unable to connect to the remote server"),
    (
      "try { iwr http://nowhere.invalid/ } catch { \"$_\" }",
      "The remote name could not be resolved: 'nowhere.invalid'"
    ),
    ("iwr ftp://a", "!WebCmdletInvalidURI,\(source)"),
    ("iwr URL/hello -Headers @{ \"a`nb\" = 1 }", "!WebCmdletInvalidHeaders,\(source)"),
    ("iwr URL/hello -Proxy http://a", "!ParameterNotSupported,\(source)"),
  ]) func requests(script: String, expected: String) async throws {
    let server = try LocalServer(stream: { Self.answer($0) })
    let folder = FileManager.default.temporaryDirectory.path + "/drc-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var environment = NetworkEnvironment()
    environment.resolverFile = folder + "/resolv.conf"
    environment.hostsFile = folder + "/hosts"
    environment.programFolders = [folder]
    let made = environment
    try await onThread {
      let host = RecordingHost()
      let session = Session(host: host, commands: NetworkRow.registry(made))
      let text = script.split(separator: "URL", omittingEmptySubsequences: false)
        .joined(separator: "http://127.0.0.1:\(server.port)").split(separator: "DIR", omittingEmptySubsequences: false)
        .joined(separator: folder)
      try session.run(text)
      if let out = try? String(contentsOfFile: folder + "/out", encoding: .utf8) { host.lines.append("out: \(out)") }
      #expect(host.lines.joined(separator: " | ") == expected, "\(script)")
    }
    server.stop()
    try FileManager.default.removeItem(atPath: folder)
  }

  /// What stands in for curl answers as the real one does: head and content in the files that its options name.
  @Test func secure() async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/drc-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let program = """
      #!/bin/sh
      head=$(sed -n 's/^dump-header = "\\(.*\\)"$/\\1/p' "$3")
      body=$(sed -n 's/^output = "\\(.*\\)"$/\\1/p' "$3")
      printf 'HTTP/1.1 200 OK\\r\\nContent-Type: text/plain\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n' >"$head"
      printf '6\\r\\nsecure\\r\\n0\\r\\n\\r\\n' >"$body"
      grep -q '^url = "https://host/x"$' "$3" || exit 7
      """
    try Data(program.utf8).write(to: URL(filePath: folder + "/curl"))
    chmod(folder + "/curl", 0o755)
    var environment = NetworkEnvironment()
    environment.programFolders = [folder]
    let made = environment
    try await onThread {
      let host = RecordingHost()
      let session = Session(host: host, commands: NetworkRow.registry(made))
      try session.run("(iwr https://host/x).Content; try { iwr https://host/y } catch { \"$_\" }")
      #expect(host.lines == ["secure", "Unable to connect to the remote server"])
    }
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test(arguments: [
    ("http://host", "http://host/"), ("host/path?q#f", "http://host/path?q"), ("HTTPS://h:8443/x", "https://h:8443/x"),
    ("http://[::1]:80/", "http://[::1]/"), ("http://h?q=1", "http://h/?q=1"),
  ]) func addresses(text: String, written: String) { #expect(WebAddress(text)?.text == written) }

  @Test(arguments: [
    "", "http://", "http:///x", "ftp://a", "http://a b", "http://a:0", "http://a:99999", "http://a:1:2",
    "http://u@h", "http://[::1", "http://a\n",
  ]) func badAddresses(text: String) { #expect(WebAddress(text) == nil) }

  @Test(arguments: [
    ("/b", "http://h/b"), ("c", "http://h/a/c"), ("?q", "http://h/a/b?q"), ("//o/x", "http://o/x"),
    ("https://s/", "https://s/"),
  ]) func redirections(location: String, result: String) {
    #expect(WebAddress("http://h/a/b")?.resolved(location)?.text == result)
  }

  @Test(arguments: [
    "x", "HTTP/1.1", "HTTP/1.1 20 OK", "HTTP/1.1 200 OK\r\n: x", "HTTP/1.1 200 OK\r\na b: c",
    "HTTP/1.1 200 OK\r\nnothing",
  ])
  func badHeads(text: String) { #expect(WebHead(text.utf8) == nil) }

  /// The same content however the bytes are split; and what is no row of chunks.
  @Test func chunks() throws {
    let bytes = Array("4\r\nwiki\r\nA\r\n0123456789\r\n0\r\n\r\n".utf8)
    for size in 1...bytes.count {
      var decoder = ChunkDecoder()
      var content: [UInt8] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        content += try decoder.decode(Array(bytes[start..<min(bytes.count, start + size)]))
      }
      #expect(String(decoding: content, as: UTF8.self) == "wiki0123456789" && decoder.isDone)
    }
    for text in ["x\r\n", "\r\n", "-1\r\n", "1\r\nab\r\n", "FFFFFFFFFFFFFFFF\r\n", String(repeating: "0", count: 2000)]
    {
      var decoder = ChunkDecoder()
      #expect(throws: ChunkDecoder.Malformed.self) { try decoder.decode(Array(text.utf8)) }
    }
  }
}

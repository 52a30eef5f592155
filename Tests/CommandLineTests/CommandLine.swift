import FoundationEssentials
import Glibc
import Processes

/// Runs the `droste` that was built beside the tests, in folders of its own, and takes what it writes.
struct CommandLineRun {
  var exitCode: Int32
  var output: String
  var error: String

  /// The built program: in the folder that `DROSTE_BIN` names, or beside the test bundle.
  static var program: String {
    get throws {
      if let folder = ProcessInfo.processInfo.environment["DROSTE_BIN"], !folder.isEmpty { return folder + "/droste" }
      let link = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      var folder = link.split(separator: "/").dropLast()
      // The runner may be the test bundle itself or the toolchain's helper, which gets the bundle as an argument.
      for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
        folder = argument.split(separator: "/").dropLast()
      }
      return "/" + folder.joined(separator: "/") + "/droste"
    }
  }

  /// - Parameters:
  ///   - home: the folder for everything that it keeps; made and removed by the caller.
  init(_ arguments: [String], home: String, environment: [String: String] = [:]) async throws {
    let output = try Pipe()
    let error = try Pipe()
    let standard = ["DROSTE_HOME": home + "/h", "DROSTE_RUN": home + "/r", "PATH": "/usr/sbin:/usr/bin"]
    let request = SpawnRequest(
      executable: try Self.program, arguments: arguments, environment: standard.merging(environment) { $1 },
      descriptors: [.init(output.writing, as: 1), .init(error.writing, as: 2)], directory: home)
    let process = try DetachedProcess.spawn(request)
    output.closeWriting()
    error.closeWriting()
    async let written = output.text()
    async let complained = error.text()
    self.output = await written
    self.error = await complained
    let status = await process.waitForExit()
    exitCode = if case .exited(let code) = status { code } else { -1 }
  }
}

/// A folder for one test, with a path short enough for sockets.
func withHome<Value>(_ body: (String) async throws -> Value) async throws -> Value {
  var template = Array("/tmp/dr.XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw POSIXError(.EACCES) }
  let path = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

private struct Pipe: Sendable {
  let reading: Int32
  let writing: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else { throw POSIXError(.EMFILE) }
    (reading, writing) = (ends[0], ends[1])
  }

  func closeWriting() { close(writing) }

  func text() async -> String {
    await BlockingThread.run {
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        // SAFETY: the kernel writes at most buffer.count bytes into the array's own storage.
        let count = buffer.withUnsafeMutableBytes { read(reading, $0.baseAddress, $0.count) }
        guard count > 0 else { break }
        all += buffer.prefix(count)
      }
      close(reading)
      return String(decoding: all, as: UTF8.self)
    }
  }
}

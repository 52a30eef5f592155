internal import FoundationEssentials
internal import Glibc

/// `droste-agent measure …`: the measuring program, the same on every level.
///
///     measure run SECONDS path:PATH|serial:NAME PEER    measures and writes lines of JSON (`CostLine`)
///     measure serve ADDRESS:PORT                        stands for the level above; writes its port, ends with its input
///     measure nothing                                   ends
package enum CostProgram {
  /// The first word of the arguments that mean this program.
  package static let word = "measure"

  package static func runArguments(seconds: Double, disk: CostRun.Disk, peer: CostPeer) -> [String] {
    let place =
      switch disk {
      case .path(let path): "path:" + path
      case .serial(let serial): "serial:" + serial
      }
    return [word, "run", "\(seconds)", place, "\(peer)"]
  }

  package static func serveArguments(at address: CostPeer) -> [String] { [word, "serve", "\(address)"] }

  /// Does what the arguments say, and returns the exit code: 0, 64 for arguments that make no sense, 71 for a server that
  /// cannot stand.
  ///
  /// - Parameters:
  ///   - arguments: those after `measure`.
  ///   - program: the path of this very program.
  package static func run(_ arguments: [String], program: String) -> Int32 {
    switch arguments.first {
    case "nothing" where arguments.count == 1: return 0
    case "serve" where arguments.count == 2:
      guard let address = CostPeer(arguments[1]) else { return usage() }
      do {
        try CostServer.serve(at: address, until: STDIN_FILENO) { write(Array("\($0)\n".utf8), to: STDOUT_FILENO) }
        return 0
      } catch {
        write(Array("droste-agent: \(error)\n".utf8), to: STDERR_FILENO)
        return 71
      }
    case "run" where arguments.count == 4:
      guard let seconds = Double(arguments[1]), (0.001...60).contains(seconds), let disk = disk(arguments[2]),
        let peer = CostPeer(arguments[3])
      else { return usage() }
      let begin = RoundTimer.now
      write(CostLine.bytes(CostLine(begins: true)), to: STDOUT_FILENO)
      CostRun(seconds: seconds, disk: disk, peer: peer, process: [program, word, "nothing"]).measure {
        write(CostLine.bytes(CostLine($0, $1)), to: STDOUT_FILENO)
      }
      write(CostLine.bytes(CostLine(seconds: RoundTimer.now - begin)), to: STDOUT_FILENO)
      return 0
    default: return usage()
    }
  }

  private static func disk(_ text: String) -> CostRun.Disk? {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "path": return .path(String(parts[1]))
    case "serial": return .serial(String(parts[1]))
    default: return nil
    }
  }

  private static func usage() -> Int32 {
    let text = "droste-agent: measure takes run SECONDS path:PATH|serial:NAME ADDRESS:PORT, or serve ADDRESS:PORT\n"
    write(Array(text.utf8), to: STDERR_FILENO)
    return 64
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // Nobody reads any more: whoever asked is gone.
      guard count > 0 else { exit(74) }
      rest = rest.dropFirst(count)
    }
  }
}

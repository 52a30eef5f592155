import CDroste
import Glibc
import VhostFrontend

/// `dpdk-testpmd` as the back end of one port, sending every frame back to where it came from, without huge pages and
/// without root.
final class PacketForwarder {
  static let program = "/usr/bin/dpdk-testpmd"
  static var isInstalled: Bool { access(program, X_OK) == 0 }

  private let process: pid_t
  private let input: Int32
  private let folder: PrivateFolder

  /// - Parameter connects: to a socket on which the front end listens; else it listens itself.
  init(_ path: String, connects: Bool, queues: Int = 1) throws {
    folder = try PrivateFolder()
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw FrontendError(system: "pipe", errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let arguments = [
      Self.program, "--lcores=0@0,1@0", "--no-huge", "-m", "256", "--no-pci", "--no-telemetry", "--no-shconf",
      "--log-level=1", "--vdev=net_vhost0,iface=\(path),queues=\(queues),client=\(connects ? 1 : 0)", "--",
      "--forward-mode=io", "--auto-start", "--no-flush-rx", "--total-num-mbufs=4096", "--nb-cores=1", "--rxq=\(queues)",
      "--txq=\(queues)",
    ]
    var words = arguments.map { strdup($0) } + [nil]
    let environment = ["RUNTIME_DIRECTORY=\(folder.path)", "PATH=/usr/bin:/bin"]
    var settings = environment.map { strdup($0) } + [nil]
    defer { for word in words + settings { free(word) } }
    var result = droste_spawn_result()
    var map = droste_fd_map(source: ends[0], target: 0)
    // SAFETY: all pointers live for the call, which keeps none.
    words.withUnsafeMutableBufferPointer { words in
      settings.withUnsafeMutableBufferPointer { settings in
        withUnsafePointer(to: &map) { map in
          var request = droste_spawn_request()
          request.executable = UnsafePointer(words[0])
          request.argv = UnsafePointer(words.baseAddress)
          request.envp = UnsafePointer(settings.baseAddress)
          request.fds = map
          request.fd_count = 1
          request.directory_fd = -1
          _ = droste_spawn(&request, &result)
        }
      }
    }
    Glibc.close(ends[0])
    guard result.pid > 0 else {
      Glibc.close(ends[1])
      throw FrontendError(system: "droste_spawn", result.error)
    }
    Glibc.close(result.pidfd)
    (process, input) = (result.pid, ends[1])
  }

  deinit {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
    Glibc.close(input)
  }
}

import CDroste
import Ethernet
import Glibc
import Switching
import Synchronization

/// Network namespaces can be made here.
let canMakeNamespaces = geteuid() == 0

struct SandboxError: Error, CustomStringConvertible {
  var description: String
  init(_ text: String) { description = text }
}

/// Throws errno's text when a system call failed.
@discardableResult
func check(_ result: Int, _ what: String) throws -> Int {
  guard result >= 0 else { throw SandboxError("\(what): \(String(cString: strerror(errno)))") }
  return result
}

private let serial = Atomic<Int>(0)

/// Network namespaces for one test; gone with `remove`.
final class NetworkSandbox: Sendable {
  let names: [String]

  init(_ count: Int) throws {
    names = (0..<count).map { _ in "drs\(getpid())n\(serial.add(1, ordering: .relaxed).newValue)" }
    for name in names {
      try Self.shell("ip netns add \(name) && ip -n \(name) link set dev lo up", [])
    }
  }

  func remove() throws { for name in names { try Self.shell("ip netns delete \(name)", []) } }

  /// Runs a shell script with `$0`, `$1`… the names of the namespaces.
  func shell(_ script: String) throws { try Self.shell(script, names) }

  private static func shell(_ script: String, _ names: [String]) throws {
    var arguments: [UnsafeMutablePointer<CChar>?] = (["sh", "-ec", script] + names).map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    guard posix_spawnp(&process, "sh", nil, nil, &arguments, environ) == 0 else { throw SandboxError("sh: cannot run") }
    var status: Int32 = 0
    try check(Int(waitpid(process, &status, 0)), "waitpid")
    guard status == 0 else { throw SandboxError("exit status \(status): \(script)") }
  }

  /// Runs `body` on a thread of its own in the namespace of that index (nil: ours). What it opens stays there.
  func run<Value: Sendable>(in index: Int?, _ body: @escaping @Sendable () throws -> Value) throws -> Value {
    try start(in: index, body).join()
  }

  func start<Value: Sendable>(
    in index: Int?, _ body: @escaping @Sendable () throws -> Value
  ) -> Worker<Value> {
    let path = index.map { "/run/netns/\(names[$0])" }
    return Worker {
      if let path {
        let status = droste_enter_network_namespace(path)
        guard status == 0 else { throw SandboxError("\(path): \(String(cString: strerror(-status)))") }
      }
      return try body()
    }
  }
}

/// A thread with a result.
final class Worker<Value: Sendable>: Sendable {
  /// Nil once it was joined.
  private let thread: Mutex<pthread_t?>
  private let result: Box

  final class Box: Sendable {
    let value = Mutex<Result<Value, any Error>?>(nil)
    let body: @Sendable () throws -> Value
    init(_ body: @escaping @Sendable () throws -> Value) { self.body = body }
  }

  init(_ body: @escaping @Sendable () throws -> Value) {
    let box = Box { try body() }
    result = box
    let job: @Sendable () -> Void = {
      let outcome = Result { try box.body() }
      box.value.withLock { $0 = outcome }
    }
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        // SAFETY: the reference that was passed below, taken once.
        Unmanaged<Job>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(Job(job)).toOpaque())
    self.thread = Mutex(thread)
  }

  deinit { if let thread = thread.withLock({ $0 }) { pthread_detach(thread) } }

  func join() throws -> Value {
    if let thread = thread.withLock({ $0.take() }) { pthread_join(thread, nil) }
    return try result.value.withLock { $0! }.get()
  }
}

private final class Job: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// Runs a whole test that blocks away from the threads that tasks share, with namespaces that are gone afterwards.
func withSandbox(_ count: Int, _ body: @escaping @Sendable (NetworkSandbox) throws -> Void) async throws {
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
    _ = Worker {
      continuation.resume(
        with: Result {
          let sandbox = try NetworkSandbox(count)
          let result = Result { try body(sandbox) }
          try sandbox.remove()
          try result.get()
        })
    }
  }
}

/// Carries frames between two endpoints on a thread of its own until `stop`.
final class Pump: Sendable {
  /// What passed.
  struct Report: Sendable {
    /// What was wrong with the frames.
    var problems: Set<String> = []
    /// Frames that passed whole, by kind, and those with a missing checksum only under `none`.
    var offloads: [OffloadHeader.Kind: Int] = [:]
    var longest = 0
  }

  private let flag: Flag
  private let worker: Worker<Report>
  private let ready: Flag

  /// - Parameters:
  ///   - completing: Frames pass complete, whatever the receiver takes.
  ///   - make: Called on the pump's thread; makes the endpoints.
  init(completing: Bool = false, _ make: @escaping @Sendable () throws -> (any PortEndpoint, any PortEndpoint)) {
    let stopped = Flag()
    let made = Flag()
    (flag, ready) = (stopped, made)
    worker = Worker {
      defer { made.set() }
      let (a, b) = try make()
      made.set()
      defer {
        a.close()
        b.close()
      }
      var report = Report()
      var completion = FrameCompletion()
      while !stopped.isSet {
        var list = [a, b].map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        _ = poll(&list, 2, 20)
        for (from, to, ready) in [(a, b, list[0].revents), (b, a, list[1].revents)] where ready != 0 {
          try from.receive { frame, offload in
            let capabilities = completing ? [] : to.capabilities
            let count = completion.complete(frame, offload, for: capabilities, longest: 1518) { frame, offload in
              if offload.isComplete {
                if let problem = frameProblem(frame) { report.problems.insert(problem) }
              } else {
                report.offloads[offload.kind, default: 0] += 1
              }
              report.longest = max(report.longest, frame.byteCount)
              _ = to.send(frame, offload)
            }
            if count == 0 { report.problems.insert("refused: \(offload), \(frame.byteCount) bytes") }
          }
          to.flush()
        }
      }
      return report
    }
  }

  /// Returns once the endpoints are there and the device in that namespace has noted its carrier; before, frames are
  /// taken and lost.
  func awaitCarrier(_ sandbox: NetworkSandbox, _ index: Int, _ device: String) throws {
    while !ready.isSet { sched_yield() }
    try sandbox.shell("until ip -n $\(index) -o link show dev \(device) | grep -q 'state UP'; do :; done")
  }

  func stop() throws -> Report {
    flag.set()
    return try worker.join()
  }
}

final class Flag: Sendable {
  private let value = Atomic<Bool>(false)
  var isSet: Bool { value.load(ordering: .relaxed) }
  func set() { value.store(true, ordering: .relaxed) }
}

/// Nil when the frame is complete: not longer than a wire of MTU 1500 carries, all its checksums right.
func frameProblem(_ frame: RawSpan) -> String? {
  guard let ethernet = EthernetHeader(frame) else { return "shorter than a header" }
  guard frame.byteCount <= 1500 + ethernet.payloadOffset else { return "\(frame.byteCount) bytes" }
  var sum: InternetChecksum
  let start: Int
  let end: Int
  let next: IPProtocol
  if ethernet.etherType == .ipv4 {
    guard let ip = IPv4Header(frame, at: ethernet.payloadOffset) else { return "broken IPv4 header" }
    var header = InternetChecksum()
    header.add(frame.extracting(ip.offset..<(ip.offset + ip.headerLength)))
    guard header.value == 0 else { return "IPv4 header checksum" }
    (start, end, next) = (ip.offset + ip.headerLength, ip.offset + ip.totalLength, ip.payloadProtocol)
    guard end <= frame.byteCount else { return "cut short" }
    sum = .pseudoHeader(from: ip.source, to: ip.destination, next, length: end - start)
  } else if ethernet.etherType == .ipv6 {
    guard let ip = IPv6Header(frame, at: ethernet.payloadOffset) else { return "broken IPv6 header" }
    (start, end, next) = (ip.payloadOffset, ip.offset + 40 + ip.payloadLength, ip.payloadProtocol)
    guard end <= frame.byteCount, start <= end else { return "cut short" }
    sum = .ipv6PseudoHeader(frame, header: ip.offset, next, length: end - start)!
  } else {
    return nil
  }
  guard next == .tcp || next == .udp else { return nil }
  sum.add(frame.extracting(start..<end))
  return sum.value == 0 ? nil : "\(next == .tcp ? "TCP" : "UDP") checksum"
}

import Glibc
import LevelCost
import Testing

/// Each loop for a few milliseconds, on this computer.
@Suite(.serialized) struct LoopTests {
  /// What a value can be, in seconds; wide, as these run on anything.
  private static let range: [CostQuantity: ClosedRange<Double>] = [
    .systemCall: 1e-8...1e-3, .cpuid: 1e-9...1e-2, .pageFault: 1e-8...1e-2, .freshPage: 1e-8...1e-2,
    .compileLoad: 1e-4...10, .memoryCopy: 1e-12...1e-6, .memoryLatency: 1e-10...1e-3, .diskAccess: 1e-8...10,
    .diskStream: 1e-12...1e-4, .networkRoundTrip: 1e-7...1, .networkStream: 1e-12...1e-4,
  ]

  @Test func everyQuantityIsMeasured() throws {
    let disk = try TemporaryFile(bytes: 2 << 20)
    let server = try Server()
    let run = CostRun(seconds: 0.01, disk: .path(disk.path), peer: server.peer, process: ["/bin/true"])
    var readings: [CostQuantity: CostReading] = [:]
    run.measure { readings[$0] = $1 }
    for quantity in CostQuantity.allCases {
      let reading = try #require(readings[quantity])
      let sample = try #require(reading.sample, "\(quantity): \(reading.problem ?? "")")
      let range = try #require(Self.range[quantity])
      #expect(sample.isSane && range.contains(sample.median), "\(quantity): \(sample)")
    }
  }

  @Test func whatIsMissingIsSaid() throws {
    let disk = try TemporaryFile(bytes: 1000)
    // Port 1 of 127.0.0.1 is nobody's.
    let peer = try #require(CostPeer("127.0.0.1:1"))
    var problems: [CostQuantity: String] = [:]
    CostRun(seconds: 0.001, disk: .path(disk.path), peer: peer, process: ["/no/such/program"]).measure {
      problems[$0] = $1.problem
    }
    #expect(
      Set(problems.keys) == [.compileLoad, .diskAccess, .diskStream, .networkRoundTrip, .networkStream])
    #expect(problems[.diskAccess]?.contains("has less than 1 MiB") == true)
    #expect(problems[.networkStream]?.contains("no connection to 127.0.0.1:1") == true)
    #expect(problems[.compileLoad]?.contains("/no/such/program cannot be started") == true)
  }

  @Test func unknownSerialNumberIsSaid() throws {
    let peer = try #require(CostPeer("127.0.0.1:1"))
    var problem: String?
    CostRun(seconds: 0.001, disk: .serial("no-such-disk"), peer: peer, process: ["/bin/true"]).measure {
      if $0 == .diskAccess { problem = $1.problem }
    }
    #expect(problem == "no disk has the serial number no-such-disk" || problem?.hasPrefix("/sys/block") == true)
  }

  /// Twice the work takes about twice the time: the timer divides by what was done.
  @Test func timerTellsTimeOfOneOperation() throws {
    let sample = try RoundTimer(seconds: 0.09).sample { usleep(UInt32($0) * 500) }
    #expect((0.0004...0.01).contains(sample.median), "\(sample)")
  }

  @Test(arguments: [
    ("10.91.0.1:4711", "10.91.0.1:4711"), ("127.0.0.1:0", "127.0.0.1:0"), ("10.91.0.1", nil), ("10.91.0:80", nil),
    ("10.91.0.1:65536", nil), ("host:80", nil), ("::1:80", nil), ("", nil),
  ]) func peersAreRead(_ text: String, _ description: String?) { #expect(CostPeer(text)?.description == description) }

  @Test(arguments: [
    [], ["run"], ["run", "0", "path:/x", "127.0.0.1:1"], ["run", "nan", "path:/x", "127.0.0.1:1"],
    ["run", "1", "/x", "127.0.0.1:1"], ["run", "1", "path:/x", "here"], ["serve"], ["serve", "here"],
    ["nothing", "more"],
  ]) func wrongArgumentsAreRefused(_ words: [String]) { #expect(CostProgram.run(words, program: "/bin/true") == 64) }

  @Test func nothingEndsWell() { #expect(CostProgram.run(["nothing"], program: "") == 0) }
}

/// A server on a thread, until the value goes.
private final class Server {
  let peer: CostPeer
  private let ends: [Int32]

  init() throws {
    var pipes: [Int32] = [0, 0, 0, 0]
    try #require(pipes.withUnsafeMutableBufferPointer { pipe($0.baseAddress!) } == 0)
    try #require(pipes.withUnsafeMutableBufferPointer { pipe($0.baseAddress! + 2) } == 0)
    let (input, told) = (pipes[0], pipes[3])
    let address = try #require(CostPeer("127.0.0.1:0"))
    Thread.start {
      try? CostServer.serve(at: address, until: input) { port in
        var port = port
        _ = write(told, &port, 2)
      }
      close(told)
    }
    var port: UInt16 = 0
    try #require(read(pipes[2], &port, 2) == 2)
    peer = try #require(CostPeer("127.0.0.1:\(port)"))
    ends = pipes
  }

  deinit {
    // The end of its input is the server's end, which it tells by closing what it told its port through.
    close(ends[1])
    var byte: UInt8 = 0
    _ = read(ends[2], &byte, 1)
    close(ends[0])
    close(ends[2])
  }
}

private enum Thread {
  static func start(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(Box(body)).toOpaque())
    pthread_detach(thread)
  }
}

/// A file of its own, with bytes that are no holes.
private final class TemporaryFile {
  let path: String

  init(bytes: Int) throws {
    var template = Array("/var/tmp/droste-cost.XXXXXX".utf8CString)
    let file = mkstemp(&template)
    try #require(file >= 0)
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    let content = [UInt8](repeating: 0x5A, count: bytes)
    #expect(write(file, content, bytes) == bytes)
    close(file)
  }

  deinit { unlink(path) }
}

public import NIOCore

/// The guest link's waiting times. The defaults suit guests emulated within emulated guests; tests use shorter ones.
public struct LinkTiming: Hashable, Sendable {
  /// Between two attempts to connect to a socket that refuses: from the first to the second, doubling.
  public var reconnect: ClosedRange<TimeAmount> = .milliseconds(20) ... .milliseconds(500)
  /// After how much silence a host asks again, in padding, from the connection on. Three times at most.
  public var repeatedAsks: [TimeAmount] = [.seconds(1), .seconds(4), .seconds(15)]
  /// After a hello, how long a host waits for the answer to what it asked before; doubles with each time, to 32 times.
  public var helloPatience: TimeAmount = .milliseconds(250)
  /// Silence of the guest that is ended by a ping.
  public var ping: TimeAmount = .seconds(10)
  /// Silence of the guest that ends a session.
  public var lost: TimeAmount = .seconds(30)

  public init() {}
}

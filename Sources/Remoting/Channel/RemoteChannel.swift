/// A stream of bytes to another session and back.
package protocol RemoteChannel: AnyObject, Sendable {
  /// Writes all of it; may block while the other end is slow, but not for ever: at most 60 seconds without a byte being
  /// taken. Calls do not overlap. Errors: the other end is gone.
  func write(_ bytes: [UInt8]) throws
  /// What has come, waiting for at most so many milliseconds. Calls do not overlap, but one may run while another thread
  /// writes. Errors: the link broke.
  func read(milliseconds: Int) throws -> ChannelRead
  /// Ends both directions. May be called at any time, more than once, while other threads read and write.
  func close()
}

package enum ChannelRead: Sendable {
  /// At least one.
  case bytes([UInt8])
  /// Nothing came in time.
  case idle
  /// Nothing will come any more.
  case end
}

/// Where a session is opened.
package enum RemoteTarget: Sendable, Hashable {
  /// A machine of the present host by its name (-VMName).
  case machine(name: String)
  /// A machine of the present host by its id (-VMId).
  case machineID(String)
  /// A host at the end of a path of machines, the outermost first (-ComputerName L1/L2).
  case host(path: [String])
  /// A process of its own on this computer: jobs, and -ComputerName localhost.
  case localProcess
}

/// Opens channels to where a `pwsh -ServerMode` answers: the embedder's part.
package protocol RemoteConnector: AnyObject, Sendable {
  /// May block; returns soon once `isStopping` answers true. Errors: `ConnectFailure`, or any other, whose description
  /// is then what is shown.
  func connect(_ target: RemoteTarget, isStopping: () -> Bool) throws -> any RemoteChannel
}

/// Why a channel could not be opened.
package enum ConnectFailure: Error, Equatable {
  /// No machine, or several, have that name or id.
  case notSingle
  case notRunning
  /// This session cannot reach others.
  case unavailable(String)
  case stopped
}

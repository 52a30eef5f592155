public import NIOCore
internal import NIOPosix

/// A machine's serial console: what it wrote, and a line to it.
public enum SerialConsole {
  /// The end of what the machine wrote since it was started, at most `limit` bytes; also when it is Off by now. Empty
  /// when it has not been started. Bytes that are not UTF-8 are shown as the replacement character.
  public static func lastOutput(directory: String, limit: Int) -> String {
    BoundedLog(path: directory + "/" + QEMUCommandLine.consoleLog).tail(limit)
  }

  /// Connects to the console. Bytes come as they are, as fast as they are read: the guest waits for a slow reader.
  ///
  /// QEMU serves one connection at a time; a second one is accepted and stays silent until the first is closed. What is
  /// written here while nobody is attached is in the log alone.
  ///
  /// - Throws: the connection's error, when the machine does not run.
  public static func attach(directory: String) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
    try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(unixDomainSocketPath: directory + "/" + QEMUCommandLine.consoleSocket) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
      }
  }
}

/// Why a conversation with another session cannot go on.
package enum ProtocolFailure: Error, Equatable, CustomStringConvertible {
  /// A frame of so many bytes.
  case frameTooLarge(Int)
  case unknownMessage(UInt8)
  /// A message's own bytes are not valid.
  case malformed(String)
  /// Known, but not now.
  case unexpected(String)
  /// The other end speaks only other versions.
  case version(lowest: UInt16, highest: UInt16)
  /// The stream ended within the conversation.
  case ended
  /// It did not answer in so many seconds.
  case silent(Int)

  package var description: String {
    switch self {
    case .frameTooLarge(let size):
      "The other session announced a message of \(size) bytes; at most \(RemotingLimits.frameSize) are taken."
    case .unknownMessage(let kind): "The other session sent a message of an unknown kind (\(kind))."
    case .malformed(let why): "The other session sent a message that is not valid. \(why)"
    case .unexpected(let what): "The other session sent \(what) at a time when it makes no sense."
    case .version(let lowest, let highest):
      "The other session speaks the versions \(lowest) to \(highest) of the protocol, and this one version "
        + "\(RemoteProtocol.version). Update the older of the two."
    case .ended: "The link to the other session ended."
    case .silent(let seconds): "The other session has not answered for \(seconds) seconds."
    }
  }
}

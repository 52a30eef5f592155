internal import Glibc

/// Why a vhost-user connection ended. What it had set up is gone with it; another connection may be made.
public enum VhostUserError: Error, Hashable, Sendable {
  /// The front end closed it.
  case disconnected
  /// A system call failed.
  case system(String, errno: Int32)
  /// What was received is no message of the protocol: nothing after it can be understood.
  case malformed(String)
  /// A message that cannot be carried out came without asking for an answer that could say so.
  case refused(VhostUserRequest, String)
  /// A descriptor of the front end's made this side wait.
  case blocking
  /// A front end did not get as far as it should in the time given.
  case deadline(String)

  /// A sentence for people.
  public var text: String {
    switch self {
    case .disconnected: "the machine closed the connection"
    case .system(let call, let number):
      // SAFETY: glibc 2.32 and later give a text of its own per thread, never nil; it is copied at once.
      "\(call): \(unsafe String(cString: strerror(number))) (errno \(number))"
    case .malformed(let what): "not a vhost-user message: \(what)"
    case .refused(let request, let why): "\(request): \(why)"
    case .blocking: RingViolation.blockedCall.text
    case .deadline(let what): what
    }
  }
}

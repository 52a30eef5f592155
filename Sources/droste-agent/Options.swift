internal import Glibc

/// What the agent was started with.
struct Options: Sendable {
  static let usage = """
    Usage: droste-agent [--device PATH | --socket PATH]
           droste-agent measure run SECONDS path:PATH|serial:NAME ADDRESS:PORT
           droste-agent measure serve ADDRESS:PORT

    Answers the host of this machine over the guest link. With measure it measures what this level of a nest costs, or
    stands for the level above; see droste bench nest.

      --device PATH  the link's character device; without it the virtio port named droste.link is searched
      --socket PATH  listen on a unix socket instead, one connection at a time
      --help         this text

    Environment:
      DROSTE_API       the socket of the Droste service in this machine (/run/droste/api.sock)
      DROSTE_POWEROFF  the program that powers off (/sbin/poweroff)
      DROSTE_REBOOT    the program that restarts (/sbin/reboot)

    """

  enum Port: Sendable {
    case named(String)
    case device(String)
    case socket(String)

    func make() -> any LinkPort {
      switch self {
      case .named(let name): DevicePort(name: name)
      case .device(let path): DevicePort(path: path)
      case .socket(let path): SocketPort(path: path)
      }
    }
  }

  var port = Port.named("droste.link")
  var serviceSocket = environment("DROSTE_API") ?? "/run/droste/api.sock"
  var powerOff = environment("DROSTE_POWEROFF") ?? "/sbin/poweroff"
  var reboot = environment("DROSTE_REBOOT") ?? "/sbin/reboot"

  /// Ends the process where the arguments are wrong or ask for help.
  init(_ arguments: some Sequence<String>) {
    var rest = Array(arguments)[...]
    while let option = rest.popFirst() {
      switch option {
      case "--help":
        _ = Self.usage.withCString { write(STDOUT_FILENO, $0, strlen($0)) }
        exit(0)
      case "--device", "--socket":
        guard let path = rest.popFirst() else { Self.refuse("\(option) needs a path.") }
        port = option == "--device" ? .device(path) : .socket(path)
      default:
        Self.refuse("Unknown argument \(option); see droste-agent --help.")
      }
    }
  }

  private static func refuse(_ text: String) -> Never {
    log(text)
    exit(64)
  }
}

/// A variable of the agent's environment; nil when it is unset or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  let text = String(cString: value)
  return text.isEmpty ? nil : text
}

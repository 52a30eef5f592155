package import Remoting

/// Opens sessions in processes of their own on this computer, which is where jobs run: this very program as
/// `pwsh -ServerMode`.
package final class LocalProcessConnector: RemoteConnector {
  package init() {}

  package func connect(_ target: RemoteTarget, isStopping: () -> Bool) throws -> any RemoteChannel {
    guard target == .localProcess else {
      throw ConnectFailure.unavailable("There is no Droste service here that could have other machines.")
    }
    return try LocalProcess.open("/proc/self/exe", arguments: ["pwsh", "-ServerMode"])
  }
}

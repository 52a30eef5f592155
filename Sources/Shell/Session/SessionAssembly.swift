internal import CoreCmdlets
internal import Formatting
internal import Glibc
internal import ManagementCmdlets
internal import NetworkCmdlets
internal import PowerShell
internal import Remoting

/// Puts a session together: the language, the cmdlets of all modules, `$Host`, drives, programs, other sessions.
struct SessionAssembly {
  struct Assembled {
    let session: Session
    let remoting: RemotingState
    let history: HistoryStore
  }

  let modules: ShellModules
  let version: String

  /// The views of everything that the modules' cmdlets give.
  static func views(_ modules: ShellModules) -> ViewTable {
    ViewTable(
      FormattingModule.views + CoreModule.views + ManagementModule.views + NetworkModule.views + RemotingModule.views
        + modules.views)
  }

  /// - Parameters:
  ///   - console: nil where there is no terminal, as in another machine's session.
  ///   - isTerminal: programs may use the terminal that the session has.
  func make(host: any ShellHost, console: any ConsoleDevice = PlainConsole(), isInteractive: Bool = false) -> Assembled
  {
    let views = Self.views(modules)
    let remoting = RemotingState(
      connector: modules.connector ?? LocalProcessConnector(), isInteractive: isInteractive)
    let facilities = CoreFacilities()
    let commands =
      FormattingModule.commands(views: views) + CoreModule.commands(facilities) + ManagementModule.commands()
      + NetworkModule.commands() + RemotingModule.commands(state: remoting) + modules.commands
    let factory = HostObjectFactory(host: host, console: console)
    facilities.hostObject = factory.hostObject
    var options = SessionOptions()
    options.stackSize = ScriptThread.stackSize - (1 << 20)
    options.isAdministrator = geteuid() == 0
    options.constants = [("Host", factory.hostObject)]
    let session = Session(host: host, options: options, commands: CommandRegistry(modules: Self.grouped(commands)))
    for (type, accelerators) in CoreModule.types + FormattingModule.types + NetworkModule.types + RemotingModule.types
      + modules.types
    {
      session.register(type, accelerators: accelerators)
    }
    session.register(factory.consoleType, accelerators: ["Console"])
    WindowsVariables.add(to: session)
    ManagementModule.attach(to: session, management(isInteractive: isInteractive, views, console))
    remoting.attach(to: session)
    return Assembled(session: session, remoting: remoting, history: facilities.history)
  }

  private func management(
    isInteractive: Bool, _ views: ViewTable, _ console: any ConsoleDevice
  ) -> ManagementOptions {
    var options = ManagementOptions()
    let screen = ScreenClearing(console)
    options.clearScreen = { screen.clear() }
    options.inheritsInput = isInteractive
    if let state = modules.serviceState { options.serviceState = state }
    options.lines = { values, session in
      var lines: [String] = []
      let formatter = OutputFormatter(
        views: views, width: { 120 }, usesColor: false,
        write: {
          lines.append(contentsOf: $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        })
      for value in values { try formatter.write(value, session.context) }
      try formatter.finish()
      return lines
    }
    return options
  }

  /// One module for each name, in the order in which the names come.
  private static func grouped(_ commands: [CommandInfo]) -> [CommandModule] {
    var order: [String] = []
    var groups: [String: [CommandInfo]] = [:]
    for command in commands {
      let name = command.module ?? "Microsoft.PowerShell.Utility"
      if groups[name] == nil { order.append(name) }
      groups[name, default: []].append(command)
    }
    return order.map { name in
      CommandModule(
        name, version: ModuleFacts.version(name), synopsis: ModuleFacts.synopsis(name), commands: groups[name] ?? [])
    }
  }
}

/// The console, for Clear-Host.
// SAFETY: used on the session's thread, as every cmdlet is.
private final class ScreenClearing: @unchecked Sendable {
  private let console: any ConsoleDevice

  init(_ console: any ConsoleDevice) { self.console = console }

  func clear() { console.clear() }
}

internal import PowerShell

/// What the commands of this module keep for one session: its drives, its location, the programs it started.
// SAFETY: used on the session's thread only, as the session itself.
final class ManagementState: @unchecked Sendable {
  /// Locations that one stack keeps.
  static let stackLimit = 10_000

  let options: ManagementOptions
  private let anchor: Anchor<Session>
  var session: Session? { anchor.object }
  var drives: DriveTable
  /// The current drive's name and, for every drive, where in it the session is.
  private(set) var currentDrive = DriveTable.fileSystemName
  private var places: [String: String] = [:]
  /// By folded name; "" is the one that Push-Location uses without -StackName.
  var stacks: [String: [ItemPath]] = [:]
  var currentStack = ""
  var signals = SignalGuard()

  init(_ session: Session, _ options: ManagementOptions) {
    anchor = session.anchor
    self.options = options
    drives = DriveTable()
    places[currentDrive.caseFolded] = SystemFacts.currentDirectory()
  }

  /// The state of a session; made with the default options when none was attached.
  static func of(_ session: Session) -> ManagementState {
    if let state = session.attachments[ObjectIdentifier(ManagementState.self)] as? ManagementState { return state }
    return attach(to: session, ManagementOptions())
  }

  @discardableResult
  static func attach(to session: Session, _ options: ManagementOptions) -> ManagementState {
    let state = ManagementState(session, options)
    session.attachments[ObjectIdentifier(ManagementState.self)] = state
    return state
  }

  /// The current location.
  var location: ItemPath {
    let drive = drives[currentDrive] ?? DriveTable.fileSystem
    return ItemPath(drive, place(in: drive))
  }

  /// Where native programs run and what relative paths of files mean: the file system's own location.
  var folder: String { place(in: DriveTable.fileSystem) }

  func place(in drive: Drive) -> String { places[drive.name.caseFolded] ?? drive.top }

  /// Makes it the current location, and `$PWD` with it.
  func move(to path: ItemPath) throws {
    currentDrive = path.drive.name
    places[path.drive.name.caseFolded] = path.path
    try showLocation()
  }

  func showLocation() throws {
    guard let session else { return }
    try session.setVariable("PWD", PathInfo.value(location), in: session.global)
  }

  /// The variables that a program gets.
  var environment: [String: String] {
    let inherited = ProcessEnvironment.variables()
    return session?.environmentVariables(inherited) ?? inherited
  }

  var home: String { session?.environment("HOME") ?? "/root" }

  var isStopping: Bool { session?.isStopping ?? false }
}

extension Invocation {
  /// The state of the session that the command runs in. Commands without a session are refused.
  func management() throws -> ManagementState {
    guard let session = host.session else {
      throw PowerShellError(
        "\(metadata.name) works in a session only.", id: "SessionNeeded", category: .invalidOperation)
    }
    return ManagementState.of(session)
  }
}

public import HyperV

/// What a service is told when it starts.
public struct HostConfiguration: Sendable {
  /// Where the store is.
  public var home: String
  /// The image library.
  public var images: String
  /// Sockets, logs and working folders of processes.
  public var run: String
  /// The folder with `droste-switch`.
  public var binaries: String
  /// What may run machines: nil chooses by measurement; `kvm` refuses to emulate, which a nested host does, so that
  /// a missing extension is an error with a name and not a machine that is slow.
  public var engine: Engine?
  /// Whether the service ends by itself once it has no machines, switches and NATs.
  public var endsWhenEmpty: Bool

  public init(
    home: String, images: String, run: String, binaries: String, engine: Engine? = nil, endsWhenEmpty: Bool = false
  ) {
    self.home = home
    self.images = images
    self.run = run
    self.binaries = binaries
    self.engine = engine
    self.endsWhenEmpty = endsWhenEmpty
  }

  /// The working folder of a machine or a switch: short, since socket paths below it may have 107 bytes.
  func folder(_ kind: String, _ id: some CustomStringConvertible) -> String {
    "\(run)/\(kind)/\(id.description.prefix(8).lowercased())"
  }
}

internal import FoundationEssentials
internal import HostAPI
internal import HyperV
internal import PowerShell

/// New-VM.
///
/// A machine without a disk boots from an image of the host's library: `-Image`, a parameter of this product's own, takes
/// its name, and `guest` is taken where none is named. Defaults are those of hyperv/semantics.md section 4.
enum MachineCreation {
  static let definition = CmdletDefinition(
    "New-VM", "Makes a virtual machine that boots from an image of the library or from a disk.",
    supports:
      "Name MemoryStartupBytes Generation SwitchName NoVHD VHDPath NewVHDPath NewVHDSizeBytes BootDevice Version "
      + "ComputerName Force",
    more: ["Image"], create)

  /// What a machine is called that is given no name.
  static let standardName = "New virtual machine"

  @Sendable private static func create(_ call: HostCall) throws {
    let name = call.bound.string("Name") ?? standardName
    var configuration = MachineConfiguration(name: name)
    if let bytes = call.bound.integer("MemoryStartupBytes") {
      configuration.memory.startupBytes = UInt64(clamping: bytes)
    }
    configuration.version = try version(call) ?? .newest
    configuration.adapters = [NetworkAdapterConfiguration(switchName: call.bound.string("SwitchName"))]
    for connection in try call.connections() {
      try call.attempt {
        configuration.boot = try boot(call, connection)
        try checkGeneration(call, configuration.boot)
        try checkBootDevice(call, configuration.boot)
        try checkDisk(call, connection, configuration.boot)
        guard try call.proceeds("New-VM will create a new virtual machine \"\(name)\".") else { return }
        let disk = try newDisk(call, connection)
        do {
          let wanted = configuration
          let made = try connection.change { try await $0.createMachine(wanted) }
          try call.write(MachineObject(connection, made).value)
        } catch let error as DrosteError {
          if let disk { disk.remove() }
          throw error.prefixed("Failed to create a new virtual machine.")
        } catch {
          if let disk { disk.remove() }
          throw error
        }
      }
    }
  }

  private static func version(_ call: HostCall) throws -> ConfigurationVersion? {
    guard case .version(let asked)? = call.bound["Version"]?.unwrapped else { return nil }
    return ConfigurationVersion(Int(asked.major), Int(max(0, asked.minor)))
  }

  private static func boot(_ call: HostCall, _ connection: HostConnection) throws -> BootSource {
    let disk = call.bound.string("VHDPath") ?? call.bound.string("NewVHDPath")
    if let image = call.bound.string("Image") {
      guard disk == nil else {
        throw call.refuse("Image", image, "a machine boots from an image or from a disk, not from both.")
      }
      return .image(image)
    }
    guard let disk else { return .image("guest") }
    if disk.hasPrefix("/") { return .disk(path: disk) }
    // Hyper-V takes a disk without a folder from the host's folder for disks, else from the current location.
    guard connection.isLocal else {
      let folder = try connection.read { try await $0.hostSettings().virtualHardDiskPath }
      return .disk(path: "\(folder)/\(disk)")
    }
    return .disk(path: "\(call.invocation.location)/\(disk)".replacing("/./", with: "/"))
  }

  /// A disk that is not there is an error now, not when the machine is started, where this session sees the disk.
  private static func checkDisk(_ call: HostCall, _ connection: HostConnection, _ boot: BootSource) throws {
    guard connection.isLocal, call.bound.contains("VHDPath"), case .disk(let path) = boot,
      !FileManager.default.fileExists(atPath: path)
    else { return }
    throw DrosteError(
      .objectNotFound,
      """
      Failed to create a new virtual machine.
      The system cannot find the file specified. (0x80070002). '\(path)'
      """, hint: "New-VM without -VHDPath makes a machine that boots from the image guest")
  }

  /// The firmware of a disk's machine is a BIOS, which is generation 1's; an image needs none.
  private static func checkGeneration(_ call: HostCall, _ boot: BootSource) throws {
    guard let asked = call.bound.integer("Generation") else { return }
    switch boot {
    case .disk where asked == 2:
      throw call.refuse(
        "Generation", "2", "machines that boot from a disk have a BIOS, not UEFI. Use -Generation 1, or leave it out.")
    case .image(let image) where asked == 1:
      try call.invocation.writeWarning(
        "A machine that boots from the image \"\(image)\" needs no firmware; it is of generation 2.")
    default: break
    }
  }

  private static func checkBootDevice(_ call: HostCall, _ boot: BootSource) throws {
    guard let device = call.bound.enumeration("BootDevice")?.text else { return }
    if case .disk = boot, device == "VHD" || device == "IDE" { return }
    throw call.refuse(
      "BootDevice", device, "a machine boots from its disk (VHD), or from an image of the library (-Image).")
  }

  private static func newDisk(_ call: HostCall, _ connection: HostConnection) throws -> NewDisk? {
    guard call.bound.contains("NewVHDPath"), case .disk(let path) = try boot(call, connection) else { return nil }
    guard connection.isLocal else {
      throw call.refuse(
        "NewVHDPath", path, "disks are made on this host only. Make it there and use -VHDPath.")
    }
    guard NewDisk.isSupported(path) else {
      throw call.refuse(
        "NewVHDPath", path, "only disks in raw format (.raw, .img) are made here; make it and use -VHDPath.")
    }
    let bytes = call.bound.integer("NewVHDSizeBytes") ?? 0
    return try NewDisk.make(path, bytes: bytes)
  }
}

extension DrosteError {
  /// With Hyper-V's summary before it.
  func prefixed(_ summary: String) -> DrosteError {
    var error = self
    error.message = "\(summary)\n\(message)"
    return error
  }
}

internal import HyperV

/// apt in a private folder: the host's sources and keys, but an empty installation, so that everything a package
/// depends on is resolved, and nothing of the host's apt is changed.
struct PackageSource {
  /// Where apt keeps its lists and archives, below the library's cache.
  let folder: String

  var archives: String { folder + "/cache/archives" }
  private var configuration: String { folder + "/apt.conf" }

  /// Refreshes the lists and resolves `wanted` with all it depends on.
  func resolve(_ wanted: [String], progress: @Sendable (String) -> Void) async throws -> PackageResolution {
    try prepare()
    var updateFailure: DrosteError?
    do {
      try await Tool.run("apt-get", ["-c", configuration, "-q", "update"]) { progress($0) }
    } catch let error as DrosteError where error.code != .unavailable {
      // One broken source among several does no harm if the packages are found in the others.
      updateFailure = error
    }
    do {
      let output = try await Tool.run(
        "apt-get", ["-c", configuration, "-q", "-y", "--print-uris", "install"] + wanted)
      let packages = DebianPackage.parse(uris: output)
      guard !packages.isEmpty else {
        throw DrosteError(.unspecified, "apt-get resolved no package.", cause: output)
      }
      return PackageResolution(wanted: wanted.sorted(), packages: packages)
    } catch let error as DrosteError where error.code != .unavailable {
      let causes = [error.cause, updateFailure?.cause].compactMap(\.self)
      throw DrosteError(
        .objectNotFound,
        "apt does not offer the packages that the images are made of: \(wanted.joined(separator: " ")).",
        cause: causes.joined(separator: "\n"),
        hint: "Add a Debian archive to /etc/apt/sources.list.d (deb http://deb.debian.org/debian stable main), "
          + "then: apt-get update")
    }
  }

  /// Fetches those of `packages` that are not there yet; apt verifies their hashes.
  ///
  /// - Parameter progress: gets the number of files and bytes that are there.
  func download(_ packages: [DebianPackage], progress: @Sendable (Int, Int64) -> Void) async throws {
    try prepare()
    let missing = packages.filter { Files.size(archives + "/" + $0.file) != $0.size }
    let bytes = packages.reduce(0) { $0 + $1.size }
    let missingBytes = missing.reduce(0) { $0 + $1.size }
    progress(packages.count - missing.count, bytes - missingBytes)
    guard !missing.isEmpty else { return }
    do {
      let pinned = missing.map { "\($0.name)=\($0.version)" }
      try await Tool.run(
        "apt-get",
        ["-c", configuration, "-q", "-y", "--no-install-recommends", "--download-only", "-o", "APT::Status-Fd=1"]
          + ["install"] + pinned
      ) { line in
        guard let (file, percent) = Self.status(line) else { return }
        progress(
          packages.count - missing.count + min(file, missing.count),
          bytes - missingBytes + Int64(Double(missingBytes) * min(percent, 100) / 100))
      }
    } catch let error as DrosteError where error.code != .unavailable {
      throw DrosteError(
        .unavailable, "\(missing.count) packages could not be fetched.", cause: error.cause ?? error.message,
        hint: "droste image build host --refresh")
    }
    let absent = packages.filter { Files.size(archives + "/" + $0.file) != $0.size }.map(\.file)
    guard absent.isEmpty else {
      throw DrosteError(
        .unavailable,
        "apt-get ended without an error, yet these files are missing or cut short in \(archives): "
          + "\(absent.prefix(5).joined(separator: ", ")).")
    }
    progress(packages.count, bytes)
  }

  /// `dlstatus:FILE:PERCENT:TEXT` of apt's status descriptor.
  private static func status(_ line: String) -> (file: Int, percent: Double)? {
    let fields = line.split(separator: ":", maxSplits: 3)
    guard fields.count == 4, fields[0] == "dlstatus", let file = Int(fields[1]), let percent = Double(fields[2])
    else { return nil }
    return (file, percent)
  }

  private func prepare() throws {
    for name in ["state/lists/partial", "cache/archives/partial", "log"] {
      try Files.makeFolder(folder + "/" + name, mode: 0o755)
    }
    try Files.write([], to: folder + "/status", mode: 0o644)
    // As root apt would switch to the user _apt, which may not enter a 0700 folder. Hooks of the host's
    // configuration (docker-clean empties /var/cache/apt) are not ours to run.
    let text = """
      Dir::State "\(folder)/state";
      Dir::State::status "\(folder)/status";
      Dir::Cache "\(folder)/cache";
      Dir::Log "\(folder)/log";
      APT::Architecture "amd64";
      APT::Install-Recommends "false";
      APT::Sandbox::User "root";
      APT::Keep-Downloaded-Packages "true";
      Acquire::Languages "none";
      Acquire::Retries "2";
      #clear APT::Architectures;
      #clear APT::Update::Pre-Invoke;
      #clear APT::Update::Post-Invoke;
      #clear APT::Update::Post-Invoke-Success;
      #clear DPkg::Pre-Install-Pkgs;
      #clear DPkg::Pre-Invoke;
      #clear DPkg::Post-Invoke;

      """
    try Files.write(Array(text.utf8), to: configuration, mode: 0o644)
  }
}

import Glibc

/// A network of the benchmark's own, with nothing in it but a loopback interface: what is made in it meets nobody, and
/// goes with the process that holds it. Without root it is a network of a user namespace.
final class NetworkNamespace: Sendable {
  private let holder: Child

  /// The words in front of a program that runs in it.
  let entering: [String]

  init(folder: Folder) throws {
    let unprivileged = geteuid() != 0
    let words = ["unshare", "--net"] + (unprivileged ? ["--user", "--map-root-user"] : [])
    holder = try Child(words + ["sh", "-c", "ip link set lo up && echo ready && exec sleep infinity"], folder: folder)
    do {
      try holder.wait(for: "network namespace", seconds: 10) { $0.contains("ready") ? true : nil }
    } catch {
      throw BenchError(
        "A network namespace cannot be made; run the benchmark as root, or allow user namespaces "
          + "(sysctl kernel.unprivileged_userns_clone=1).\n\(error)")
    }
    entering =
      ["nsenter", "--target", "\(holder.processID)", "--net"]
      + (unprivileged ? ["--user", "--preserve-credentials"] : []) + ["--"]
  }

  /// Runs `ip` in it.
  func ip(_ words: [String], folder: Folder) async throws {
    try await Child.run(["ip"] + words, folder: folder, in: self)
  }
}

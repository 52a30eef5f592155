import Glibc
import Synchronization

/// Network namespaces can be made here.
let canMakeNamespaces = geteuid() == 0

struct FixtureError: Error, CustomStringConvertible {
  var description: String
  init(_ text: String) { description = text }
}

private let serial = Atomic<Int>(0)

/// Runs `body` on a thread of its own inside a network namespace that is gone afterwards. `script` prepares it: a shell
/// script inside the namespace, where `lo` is up.
func withNamespace(_ script: String, _ body: @escaping @Sendable () throws -> Void) async throws {
  let name = "drc\(getpid())n\(serial.add(1, ordering: .relaxed).newValue)"
  try shell("ip netns add \(name)")
  let result = await Task { try await inNamespace(name, script, body) }.result
  try shell("ip netns delete \(name)")
  try result.get()
}

private func inNamespace(
  _ name: String, _ script: String, _ body: @escaping @Sendable () throws -> Void
) async throws {
  try shell("ip netns exec \(name) sh -ec 'ip link set dev lo up; \(script)'")
  try await onThread {
    let descriptor = open("/run/netns/\(name)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0, let enter = enterNamespace, enter(descriptor, 0x4000_0000) == 0 else {
      throw FixtureError("\(name): \(String(cString: strerror(errno)))")
    }
    close(descriptor)
    try body()
  }
}

/// Runs what may block on a thread of its own.
func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
    start { continuation.resume(with: Result { try body() }) }
  }
}

/// setns(2), which the Glibc module does not show.
// SAFETY: the C library's function of that name has this signature.
private let enterNamespace: (@convention(c) (Int32, Int32) -> Int32)? = dlsym(nil, "setns").map {
  unsafeBitCast($0, to: (@convention(c) (Int32, Int32) -> Int32).self)
}

/// Runs a shell script; its exit status must be 0.
func shell(_ script: String) throws {
  var arguments: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", script].map { (word: String) in strdup(word) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var process: pid_t = 0
  guard posix_spawnp(&process, "sh", nil, nil, &arguments, environ) == 0 else { throw FixtureError("sh: cannot run") }
  var status: Int32 = 0
  waitpid(process, &status, 0)
  guard status == 0 else { throw FixtureError("status \(status): \(script)") }
}

private final class Job: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

func start(_ body: @escaping @Sendable () -> Void) {
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { argument in
      // SAFETY: the reference that was passed below, taken once.
      Unmanaged<Job>.fromOpaque(argument!).takeRetainedValue().body()
      return nil
    }, Unmanaged.passRetained(Job(body)).toOpaque())
  pthread_detach(thread)
}

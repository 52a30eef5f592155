import Glibc

extension Session {
  /// Stack that must be left for a call: the deepest expression that the parser lets through, in a debug build.
  static let stackReserve: UInt = 1 << 20

  /// Notes how far the present thread's stack may be used: `options.stackSize` from here on.
  func measureStack() {
    var marker: UInt8 = 0
    // SAFETY: only the address is used, as the place where the stack is now.
    let place = withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    let size = UInt(max(0, options.stackSize))
    stackFloor = place - min(place, size - min(Self.stackReserve, size / 2))
  }

  /// Errors: CallDepthOverflow when the stack is nearly used up.
  @inline(__always)
  func checkStack() throws {
    var marker: UInt8 = 0
    // SAFETY: only the address is used, as a measure of how deep the stack is.
    let place = withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    if place < stackFloor { throw Limit.callDepth }
  }

  /// Before a text is parsed, whose nesting is limited but deeper than that of one call.
  func checkStackForParsing() throws {
    var marker: UInt8 = 0
    // SAFETY: only the address is used, as a measure of how deep the stack is.
    let place = withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    let need = UInt(max(0, options.stackSize)) / 3
    if place < stackFloor + min(need, Self.stackReserve * 3) { throw Limit.callDepth }
  }

  func enter() throws {
    try checkStack()
    guard depth < options.callDepthLimit else { throw Limit.callDepth }
    depth += 1
  }

  func leave() { depth -= 1 }
}

/// A thread for scripts, with a stack of a size that fits them. 64 MiB are enough for `callDepthLimit` 1000.
package enum ScriptThread {
  package static let stackSize = 64 << 20

  private final class Work {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Runs `body` on a thread of its own and waits for it without blocking the cooperative pool.
  package static func run<Result: Sendable>(
    stackSize: Int = stackSize, _ body: @escaping @Sendable () -> Result
  ) async -> Result {
    await withCheckedContinuation { continuation in
      let work = Work { continuation.resume(returning: body()) }
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      pthread_attr_setstacksize(&attributes, stackSize)
      pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
      var thread = pthread_t()
      // SAFETY: the thread takes over the one reference that is made here and releases it when it has run.
      let result = pthread_create(
        &thread, &attributes,
        { pointer in
          guard let pointer else { return nil }
          Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
          return nil
        }, Unmanaged.passRetained(work).toOpaque())
      pthread_attr_destroy(&attributes)
      precondition(result == 0, "The system cannot make another thread.")
    }
  }
}

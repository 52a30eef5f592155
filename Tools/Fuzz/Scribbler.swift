import Glibc
import Synchronization

/// A second processor of a machine: writes two values in turns to one place of memory, while the switch works on it.
final class Scribbler: Sendable {
  // SAFETY: the memory outlives the scribbler, which `stop` ends; nobody minds what is written there.
  private nonisolated(unsafe) let place: UnsafeMutableRawPointer
  private let width: Int
  private let values: (UInt64, UInt64)
  private let isRunning = Atomic(true)
  private let thread = Atomic<UInt>(0)

  /// - Parameters:
  ///   - place: `width` bytes, 1, 2, 4 or 8; aligned to them.
  ///   - value: what is written beside what is there.
  init(_ place: UnsafeMutableRawPointer, _ width: Int, _ value: UInt64) {
    self.place = place
    self.width = width
    values = (Self.read(place, width), value)
  }

  func start() {
    var thread = pthread_t()
    // SAFETY: the thread takes back the retained object that it is given.
    let status = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<Scribbler>.fromOpaque(context!).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    precondition(status == 0, "no thread")
    self.thread.store(UInt(thread), ordering: .relaxed)
  }

  /// Ends it; the first value stays.
  func stop() {
    isRunning.store(false, ordering: .relaxed)
    pthread_join(pthread_t(thread.load(ordering: .relaxed)), nil)
    write(values.0)
  }

  private func run() {
    while isRunning.load(ordering: .relaxed) {
      write(values.1)
      for _ in 0..<8 where isRunning.load(ordering: .relaxed) {}
      write(values.0)
    }
  }

  private func write(_ value: UInt64) {
    switch width {
    case 1: place.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
    case 2: place.storeBytes(of: UInt16(truncatingIfNeeded: value), as: UInt16.self)
    case 4: place.storeBytes(of: UInt32(truncatingIfNeeded: value), as: UInt32.self)
    default: place.storeBytes(of: value, as: UInt64.self)
    }
  }

  private static func read(_ place: UnsafeMutableRawPointer, _ width: Int) -> UInt64 {
    switch width {
    case 1: UInt64(place.load(as: UInt8.self))
    case 2: UInt64(place.load(as: UInt16.self))
    case 4: UInt64(place.load(as: UInt32.self))
    default: place.load(as: UInt64.self)
    }
  }
}

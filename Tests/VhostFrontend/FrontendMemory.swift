internal import Glibc
package import Virtio

/// The memory of a machine that is only played: regions of shared memory, each with a page around it that nobody may
/// touch. Guest addresses are chosen by the test and equal no address of this process.
// SAFETY: regions are mapped by `init` and unmapped by `deinit`; a test uses a memory from one thread at a time.
package final class FrontendMemory: @unchecked Sendable {
  /// One region. Its `user` address is where it is mapped here.
  package struct Region {
    package let descriptor: Int32
    package let offset: UInt64
    package let guest: UInt64
    package let size: Int
    package let host: UnsafeMutableRawPointer
    /// Given out by `allocate`.
    fileprivate(set) var taken = 0

    package var user: UInt64 { UInt64(UInt(bitPattern: host)) }
  }

  package private(set) var regions: [Region] = []
  private var reservations: [(UnsafeMutableRawPointer, Int)] = []
  private let table: UnsafeMutablePointer<GuestMemory.Region>
  private static let page = 4096

  /// - Parameters:
  ///   - sizes: bytes of each region, multiples of 4096; at most 32 regions.
  ///   - guestAddresses: where the guest has them; by default from 4 GiB on with 1 GiB between starts.
  ///   - isSealed: sealed against growing and shrinking.
  ///   - fileOffset: bytes in the file before each region.
  package init(
    _ sizes: [Int] = [64 << 20], at guestAddresses: [UInt64]? = nil, isSealed: Bool = false, fileOffset: Int = 0
  ) throws {
    table = .allocate(capacity: GuestMemory.regionLimit)
    precondition(!sizes.isEmpty && sizes.count <= GuestMemory.regionLimit)
    for (index, size) in sizes.enumerated() {
      precondition(size > 0 && size % Self.page == 0 && fileOffset % Self.page == 0)
      let descriptor = try Self.sharedFile(size + fileOffset, isSealed: isSealed)
      let whole = size + 2 * Self.page
      guard let reserved = mmap(nil, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
        reserved != MAP_FAILED
      else { throw FrontendError(system: "mmap", errno) }
      let flags = MAP_SHARED | MAP_FIXED
      guard
        let host = mmap(reserved + Self.page, size, PROT_READ | PROT_WRITE, flags, descriptor, off_t(fileOffset)),
        host != MAP_FAILED
      else { throw FrontendError(system: "mmap", errno) }
      reservations.append((reserved, whole))
      let guest = guestAddresses?[index] ?? 1 << 32 + UInt64(index) << 30
      regions.append(
        Region(descriptor: descriptor, offset: UInt64(fileOffset), guest: guest, size: size, host: host))
      table[index] = .init(guest: guest, user: UInt64(UInt(bitPattern: host)), size: UInt64(size), host: host)
    }
  }

  deinit {
    for (start, length) in reservations { munmap(start, length) }
    for region in regions { close(region.descriptor) }
    table.deallocate()
  }

  /// The same memory as a device sees it, for tests that use rings without a socket.
  package var guestMemory: GuestMemory { GuestMemory(regions: table, count: regions.count) }

  /// Room for `count` bytes in a region, never given back.
  package func allocate(_ count: Int, alignment: Int = 16, region: Int = 0) -> GuestBuffer {
    let start = (regions[region].taken + alignment - 1) / alignment * alignment
    precondition(start + count <= regions[region].size, "the test needs a larger FrontendMemory")
    regions[region].taken = start + count
    return GuestBuffer(
      guest: regions[region].guest + UInt64(start), pointer: regions[region].host + start, count: count)
  }

  /// Bytes of a region that `allocate` has left.
  package func bytesLeft(region: Int = 0) -> Int { regions[region].size - regions[region].taken }

  /// Makes the file of a region shorter, as a front end does that means harm. Fails for a sealed one.
  package func truncate(region: Int, to size: Int) throws {
    guard ftruncate(regions[region].descriptor, off_t(size)) == 0 else {
      throw FrontendError(system: "ftruncate", errno)
    }
  }

  private static func sharedFile(_ size: Int, isSealed: Bool) throws -> Int32 {
    // MFD_CLOEXEC and MFD_ALLOW_SEALING; F_ADD_SEALS of F_SEAL_SHRINK and F_SEAL_GROW (linux/memfd.h, linux/fcntl.h).
    let descriptor = try memoryFile(flags: 3)
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw FrontendError(system: "ftruncate", errno) }
    if isSealed, fcntl(descriptor, 1033, 2 | 4) != 0 { throw FrontendError(system: "F_ADD_SEALS", errno) }
    return descriptor
  }

  private static func memoryFile(flags: UInt32) throws -> Int32 {
    // The C library has the function, Swift's Glibc module does not declare it.
    typealias Function = @convention(c) (UnsafePointer<CChar>, UInt32) -> Int32
    guard let symbol = dlsym(nil, "memfd_create") else { throw FrontendError("no memfd_create in the C library") }
    // SAFETY: memfd_create(2) has this signature.
    let descriptor = unsafeBitCast(symbol, to: Function.self)("droste-test", flags)
    if descriptor < 0 { throw FrontendError(system: "memfd_create", errno) }
    return descriptor
  }
}

/// Bytes of a FrontendMemory.
package struct GuestBuffer {
  /// Guest address of the first byte.
  package var guest: UInt64
  /// The same byte here.
  // SAFETY: FrontendMemory gave it out with `count` bytes.
  package var pointer: UnsafeMutableRawPointer
  package var count: Int

  package init(guest: UInt64, pointer: UnsafeMutableRawPointer, count: Int) {
    self.guest = guest
    self.pointer = pointer
    self.count = count
  }

  /// A part of it.
  package subscript(range: Range<Int>) -> GuestBuffer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return GuestBuffer(
      guest: guest + UInt64(range.lowerBound), pointer: pointer + range.lowerBound, count: range.count)
  }

  package var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: pointer, count: count)) }

  /// Writes bytes from its start on.
  package func write(_ bytes: [UInt8]) {
    precondition(bytes.count <= count)
    bytes.withUnsafeBytes { if let source = $0.baseAddress { pointer.copyMemory(from: source, byteCount: $0.count) } }
  }
}

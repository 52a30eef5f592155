internal import CDroste
internal import Glibc

// Theory of operation
//
// One file of the front end's, mapped and guarded. The mapping is shared and for reading and writing; it begins at the
// offset rounded down, and ends at the end rounded up, to the file's block size, which for huge pages is the page size.
// `size` bytes from `start` were inside the file when it was mapped. A front end may truncate the file all the same:
// droste_guard.h then puts zero pages in the mapping's place at the first access, and `isLost` says so.
//
// SAFETY: `start` leads to `size` bytes that are mapped until `deinit`; whoever keeps the pointer keeps the object.
@safe final class MappedRegion {
  /// Most bytes of one mapping: 1 TiB.
  static let sizeLimit: UInt64 = 1 << 40

  let start: UnsafeMutableRawPointer
  let size: UInt64
  private let base: UnsafeMutableRawPointer
  private let length: Int
  private let handle: Int32

  /// Maps `size` bytes from `offset`.
  /// - Throws: a sentence about what is wrong with the file, the size or the offset.
  init(_ file: OwnedDescriptor, offset: UInt64, size: UInt64) throws(Refusal) {
    guard size > 0 else { throw Refusal("a region of 0 bytes") }
    guard size <= Self.sizeLimit else {
      throw Refusal("a region of \(size) bytes; at most \(Self.sizeLimit) are taken")
    }
    var status = stat()
    guard unsafe fstat(file.rawValue, &status) == 0 else { throw Refusal("fstat: errno \(errno)") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Refusal("memory that is not a file") }
    let fileSize = UInt64(max(0, status.st_size))
    let (end, wraps) = offset.addingReportingOverflow(size)
    guard !wraps, end <= fileSize else {
      throw Refusal("\(size) bytes from \(offset) of a file that has \(fileSize)")
    }
    // Never less than a page; 4096 is every supported system's smallest.
    let block = UInt64(max(4096, sysconf(Int32(_SC_PAGESIZE)), status.st_blksize))
    guard block & (block - 1) == 0, block <= 1 << 30 else { throw Refusal("a file with blocks of \(block) bytes") }
    let lead = offset & (block - 1)
    // `offset` + `size` is at most the file's size, below 2^63: nothing wraps here.
    length = Int((lead + size + block - 1) & ~(block - 1))
    // SAFETY: a new mapping at a place of the kernel's choice.
    let mapped = unsafe mmap(
      nil, length, PROT_READ | PROT_WRITE, MAP_SHARED | Int32(MAP_NORESERVE), file.rawValue, off_t(offset - lead))
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { throw Refusal("mmap: errno \(errno)") }
    // A guest's memory has no place in a core file of ours.
    _ = unsafe madvise(mapped, length, MADV_DONTDUMP)
    handle = unsafe droste_guard_add(mapped, length)
    guard handle >= 0 else {
      unsafe munmap(mapped, length)
      throw Refusal("no more mappings can be guarded (errno \(-handle))")
    }
    unsafe base = mapped
    unsafe start = mapped + Int(lead)
    self.size = size
  }

  deinit {
    droste_guard_remove(handle)
    // SAFETY: the object's own mapping, which nobody uses without the object.
    unsafe munmap(base, length)
  }

  /// Whether the file was found truncated: what is read and written since then are zero pages.
  var isLost: Bool { droste_guard_is_lost(handle) != 0 }
}

/// Why a message is not carried out.
struct Refusal: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

import Glibc
import Synchronization

// Theory of operation
//
// Counts the calls to the C library's allocator, which Swift's own allocations end in, from one thread and while that
// thread wants it. The places from which a module of this process calls (its global offset table) are written with
// the addresses of functions here, which count and go on to the real ones. Modules are found with dl_iterate_phdr(3),
// their tables as the ELF specification describes them ("Dynamic Section", "Relocation"). The C library and the loader
// keep their own.
//
// Sanitizers have an allocator of their own in the same place: with them nothing is counted, and `isPossible` says so.

/// Counts allocations.
enum AllocationCounter {
  /// Whether calls can be counted in this process.
  static let isPossible: Bool = ["__asan_init", "__tsan_init", "__msan_init"].allSatisfy {
    (name: String) in dlsym(nil, name) == nil
  }

  /// The allocations of the calling thread during `body`.
  static func count(_ body: () throws -> Void) rethrows -> Int {
    _ = Hooks.install
    Hooks.thread.store(UInt(pthread_self()), ordering: .relaxed)
    Hooks.count.store(0, ordering: .relaxed)
    defer { Hooks.thread.store(0, ordering: .relaxed) }
    try body()
    return Hooks.count.load(ordering: .relaxed)
  }
}

private enum Hooks {
  static let thread = Atomic<UInt>(0)
  static let count = Atomic(0)

  typealias Allocate = @convention(c) (Int) -> UnsafeMutableRawPointer?
  typealias AllocateTwo = @convention(c) (Int, Int) -> UnsafeMutableRawPointer?
  typealias Resize = @convention(c) (UnsafeMutableRawPointer?, Int) -> UnsafeMutableRawPointer?
  typealias AllocateInto = @convention(c) (UnsafeMutablePointer<UnsafeMutableRawPointer?>?, Int, Int) -> Int32

  // SAFETY: the C library's functions have these signatures.
  static let malloc = unsafeBitCast(dlsym(nil, "malloc"), to: Allocate.self)
  static let calloc = unsafeBitCast(dlsym(nil, "calloc"), to: AllocateTwo.self)
  static let realloc = unsafeBitCast(dlsym(nil, "realloc"), to: Resize.self)
  static let aligned = unsafeBitCast(dlsym(nil, "aligned_alloc"), to: AllocateTwo.self)
  static let into = unsafeBitCast(dlsym(nil, "posix_memalign"), to: AllocateInto.self)

  static func note() {
    if thread.load(ordering: .relaxed) == UInt(pthread_self()) { count.add(1, ordering: .relaxed) }
  }

  /// Puts the counting functions into all modules, once.
  static let install: Void = {
    // All of these are made now: making one later would be an allocation within an allocation.
    _ = (malloc, calloc, realloc, aligned, into, thread.load(ordering: .relaxed), count.load(ordering: .relaxed))
    let first: Allocate = {
      note()
      return malloc($0)
    }
    let second: AllocateTwo = {
      note()
      return calloc($0, $1)
    }
    let third: Resize = {
      note()
      return realloc($0, $1)
    }
    let fourth: AllocateTwo = {
      note()
      return aligned($0, $1)
    }
    let fifth: AllocateInto = {
      note()
      return into($0, $1, $2)
    }
    let replacements: [String: UnsafeRawPointer] = [
      "malloc": unsafeBitCast(first, to: UnsafeRawPointer.self),
      "calloc": unsafeBitCast(second, to: UnsafeRawPointer.self),
      "realloc": unsafeBitCast(third, to: UnsafeRawPointer.self),
      "aligned_alloc": unsafeBitCast(fourth, to: UnsafeRawPointer.self),
      "posix_memalign": unsafeBitCast(fifth, to: UnsafeRawPointer.self),
    ]
    var places: [(UnsafeMutableRawPointer, UnsafeRawPointer)] = []
    for module in Module.all() {
      module.visitCalls { name, place in if let function = replacements[name] { places.append((place, function)) } }
    }
    for (place, function) in places {
      let page = UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: place) & ~4095)
      mprotect(page, 4096, PROT_READ | PROT_WRITE)
      place.storeBytes(of: function, as: UnsafeRawPointer.self)
    }
  }()
}

/// A program or library of this process.
private struct Module {
  let base: UInt
  let dynamic: UnsafeRawPointer

  /// The program and its libraries, without the C library, the loader, and what the kernel adds.
  static func all() -> [Module] {
    typealias Visitor = @convention(c) (UnsafeRawPointer?, Int, UnsafeMutableRawPointer?) -> Int32
    typealias Iterate = @convention(c) (Visitor, UnsafeMutableRawPointer?) -> Int32
    // SAFETY: dl_iterate_phdr(3) has this signature; Swift's Glibc module does not declare it.
    let iterate = unsafeBitCast(dlsym(nil, "dl_iterate_phdr"), to: Iterate.self)
    var found: [Module] = []
    // SAFETY: the array outlives the call, which uses it on this thread alone.
    withUnsafeMutablePointer(to: &found) { pointer in
      _ = iterate(
        { information, _, context in
          // struct dl_phdr_info: address (8 bytes), name (8), program headers (8), their count (2).
          guard let information, let context else { return 0 }
          let base = information.load(as: UInt.self)
          let name = String(cString: information.load(fromByteOffset: 8, as: UnsafePointer<CChar>.self))
          guard !["/libc.so", "/ld-linux", "vdso"].contains(where: { name.contains($0) }) else { return 0 }
          let headers = information.load(fromByteOffset: 16, as: UnsafeRawPointer.self)
          for index in 0..<Int(information.load(fromByteOffset: 24, as: UInt16.self)) {
            // Elf64_Phdr: type at 0 (2: PT_DYNAMIC), address at 16; 56 bytes.
            let header = headers + index * 56
            guard header.load(as: UInt32.self) == 2,
              let dynamic = UnsafeRawPointer(bitPattern: base + header.load(fromByteOffset: 16, as: UInt.self))
            else { continue }
            context.assumingMemoryBound(to: [Module].self).pointee.append(Module(base: base, dynamic: dynamic))
          }
          return 0
        }, pointer)
    }
    return found
  }

  /// Calls `body` with each function that the module calls, and the place of its address.
  func visitCalls(_ body: (String, UnsafeMutableRawPointer) -> Void) {
    var entries: [Int: UInt] = [:]
    var entry = dynamic
    while entry.load(as: Int.self) != 0 {
      entries[entry.load(as: Int.self)] = entry.load(fromByteOffset: 8, as: UInt.self)
      entry += 16
    }
    func table(_ tag: Int) -> UnsafeRawPointer? {
      // glibc has added the base already.
      entries[tag].flatMap { UnsafeRawPointer(bitPattern: $0 < base ? $0 + base : $0) }
    }
    // DT_STRTAB, DT_SYMTAB; DT_RELA with DT_RELASZ, DT_JMPREL with DT_PLTRELSZ.
    guard let strings = table(5), let symbols = table(6) else { return }
    for (tag, sizeTag) in [(7, 8), (23, 2)] {
      guard let relocations = table(tag), let size = entries[sizeTag] else { continue }
      for offset in stride(from: 0, to: Int(size), by: 24) {
        // Elf64_Rela: place, then symbol and type: 6 and 7 on x86-64, 1025 and 1026 on AArch64.
        let relocation = relocations + offset
        let information = relocation.load(fromByteOffset: 8, as: UInt.self)
        guard [6, 7, 1025, 1026].contains(information & 0xFFFF_FFFF),
          let place = UnsafeMutableRawPointer(bitPattern: base + relocation.load(as: UInt.self))
        else { continue }
        let name = (symbols + Int(information >> 32) * 24).load(as: UInt32.self)
        body(String(cString: (strings + Int(name)).assumingMemoryBound(to: CChar.self)), place)
      }
    }
  }
}

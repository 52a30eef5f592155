/// What is measured on each level of a nest. Values are times: seconds for one operation, or for one byte of a stream, so
/// that more is slower for all of them.
package enum CostQuantity: String, CaseIterable, Codable, CodingKeyRepresentable, Hashable, Sendable {
  /// getppid(2): into the kernel and back. No exit to the hypervisor.
  case systemCall = "system-call"
  /// The instruction CPUID, which a hypervisor has to answer (AMD's and Intel's manuals: it always exits under VMX, and KVM
  /// lets it exit under SVM).
  case cpuid
  /// First touch of a page of 4 KiB that the kernel has to map, with its share of mmap(2) and munmap(2). The kernel gives
  /// pages that it had before, so that the hypervisor has them, too.
  case pageFault = "page-fault"
  /// First touch of a page of 4 KiB that the computer has not used before: also the hypervisor has to find memory for it, an
  /// exit with a nested page fault. Once in the life of a machine; a mean over 2 MiB, as hypervisors may give huge pages.
  case freshPage = "fresh-page"
  /// What a compiler does (`CompileCost`): 64 KiB of text cut into words, counted in a hash table and sorted, then a
  /// process started and waited for.
  case compileLoad = "compile-load"
  /// Copying between two buffers of 64 MiB; per byte copied.
  case memoryCopy = "memory-copy"
  /// One load that depends on the one before, all over 64 MiB.
  case memoryLatency = "memory-latency"
  /// A read of 4 KiB at a random place of the disk that the level boots from or hands on, without the level's own cache.
  case diskAccess = "disk-access"
  /// Reads of 1 MiB of that disk, one after the other; per byte.
  case diskStream = "disk-stream"
  /// A byte to the level above and back, over TCP.
  case networkRoundTrip = "network-round-trip"
  /// TCP to the level above, until that has said how much arrived; per byte.
  case networkStream = "network-stream"

  /// What the quantity belongs to; rows of a table are grouped by it.
  package enum Area: String, CaseIterable, Sendable { case processor, memory, disk, network }

  package var area: Area {
    switch self {
    case .systemCall, .cpuid, .pageFault, .freshPage, .compileLoad: .processor
    case .memoryCopy, .memoryLatency: .memory
    case .diskAccess, .diskStream: .disk
    case .networkRoundTrip, .networkStream: .network
    }
  }

  package var title: String {
    switch self {
    case .systemCall: "system call"
    case .cpuid: "CPUID (exit)"
    case .pageFault: "page fault"
    case .freshPage: "fresh page (exit)"
    case .compileLoad: "compile-like load"
    case .memoryCopy: "memory copy"
    case .memoryLatency: "memory latency"
    case .diskAccess: "disk read, 4 KiB"
    case .diskStream: "disk read, stream"
    case .networkRoundTrip: "network round trip"
    case .networkStream: "network stream"
    }
  }

  /// Whether a value is the time of one byte, and so better told as bytes per second.
  package var isStream: Bool {
    switch self {
    case .memoryCopy, .diskStream, .networkStream: true
    default: false
    }
  }
}

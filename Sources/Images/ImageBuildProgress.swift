/// How far a build is.
public struct ImageBuildProgress: Hashable, Sendable {
  /// What a build does, in this order. A step whose result is there already is not reported.
  public enum Step: String, Sendable, CaseIterable {
    /// Another build in the same library has to end first.
    case waiting
    /// apt refreshes its lists and chooses package versions.
    case resolving
    /// Packages are fetched; counted in files and bytes.
    case downloading
    /// Packages are unpacked; counted in files.
    case unpacking
    /// The kernel is unpacked.
    case kernel
    /// Programs, libraries, modules and start-up files are put together, and the initramfs is written.
    case assembling
    /// The library disk is written.
    case library
  }

  /// The image that is being built.
  public var image: String
  public var step: Step
  /// What is being worked on, for people: may be empty.
  public var detail: String
  /// Units done, and in all; 0 of 0 for a step that is not counted.
  public var completed: Int
  public var total: Int
  /// Bytes done, and in all; 0 of 0 for a step that moves none.
  public var completedBytes: Int64
  public var totalBytes: Int64

  public init(
    image: String, step: Step, detail: String = "", completed: Int = 0, total: Int = 0, completedBytes: Int64 = 0,
    totalBytes: Int64 = 0
  ) {
    self.image = image
    self.step = step
    self.detail = detail
    self.completed = completed
    self.total = total
    self.completedBytes = completedBytes
    self.totalBytes = totalBytes
  }
}

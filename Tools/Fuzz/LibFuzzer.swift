#if LIBFUZZER
  import Glibc

  /// libFuzzer's entry: it makes up the bytes of cases, guided by the code that they reach.
  enum LibFuzzer {
    // SAFETY: libFuzzer runs cases one after the other, on one thread.
    private nonisolated(unsafe) static var doors: Doors?
    private nonisolated(unsafe) static var counts = (cases: 0, operations: 0, frames: 0)

    static func run() {
      var count = CommandLine.argc
      var values = CommandLine.unsafeArgv
      atexit { LibFuzzer.tell() }
      exit(
        drive(&count, &values) { start, length in
          LibFuzzer.one([UInt8](UnsafeRawBufferPointer(start: start, count: length)))
          return 0
        })
    }

    private static func tell() {
      print("\(counts.cases) cases, \(counts.operations) operations, \(counts.frames) frames")
    }

    private static func one(_ bytes: [UInt8]) {
      do {
        if doors == nil { doors = try Doors() }
        let outcome = try runCase(bytes, doors!)
        counts.cases += 1
        counts.operations += outcome.operations
        counts.frames += outcome.frames
      } catch {
        fatalError("\(error)")
      }
    }
  }

  @_silgen_name("LLVMFuzzerRunDriver")
  private func drive(
    _ count: UnsafeMutablePointer<CInt>,
    _ values: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  ) -> CInt
#endif

internal import Glibc
internal import HyperV
internal import Switching

// Runs one virtual switch: `droste-switch --directory DIR`. The service starts it; see SwitchProcess for the folder.

let usage = "usage: droste-switch --directory DIR"

/// Ends the process with a text on standard error.
func end(_ text: String, code: Int32) -> Never {
  let bytes = Array((text + "\n").utf8)
  // SAFETY: write reads `count` bytes and keeps no pointer.
  _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  exit(code)
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "--help"?, "-h"?:
  print(usage)
case "--directory"? where arguments.count == 2:
  do {
    try SwitchProcess.run(directory: arguments[1])
  } catch {
    end("droste-switch: \(error)", code: 1)
  }
default:
  end(usage, code: 64)
}

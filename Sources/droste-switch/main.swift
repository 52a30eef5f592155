internal import Glibc
internal import HyperV
internal import Switching

// Runs one virtual switch: `droste-switch --directory DIR`. The service starts it; see SwitchProcess for the folder.

let usage = "usage: droste-switch --directory DIR [--ready-descriptor N]"

/// Ends the process with a text on standard error.
func end(_ text: String, code: Int32) -> Never {
  let bytes = Array((text + "\n").utf8)
  // SAFETY: write reads `count` bytes and keeps no pointer.
  _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  exit(code)
}

/// Tells the service, which waits at the other end of a pipe, that the control socket takes requests.
func tellReady(_ descriptor: Int32) {
  var word: UInt8 = 1
  // SAFETY: write reads one byte and keeps no pointer.
  _ = unsafe write(descriptor, &word, 1)
  close(descriptor)
}

let arguments = Array(CommandLine.arguments.dropFirst())
do {
  switch (arguments.count, arguments.first) {
  case (1, "--help"?), (1, "-h"?): print(usage)
  case (2, "--directory"?): try SwitchProcess.run(directory: arguments[1])
  case (4, "--directory"?) where arguments[2] == "--ready-descriptor":
    guard let descriptor = Int32(arguments[3]), descriptor > 2 else { end(usage, code: 64) }
    try SwitchProcess.run(directory: arguments[1]) { tellReady(descriptor) }
  default: end(usage, code: 64)
  }
} catch {
  end("droste-switch: \(error)", code: 1)
}

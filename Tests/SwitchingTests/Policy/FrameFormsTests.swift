import Ethernet
import Switching
import Testing

@Suite("Frames with and without tag")
struct FrameFormsTests {
  static func tagged(_ forms: inout FrameForms, _ frame: [UInt8], priority: Bool, _ vlan: UInt16) -> [UInt8] {
    frame.withRawSpan { Array(forms.tagged($0, priority, vlan: vlan)) }
  }

  static func untagged(_ forms: inout FrameForms, _ frame: [UInt8]) -> [UInt8] {
    frame.withRawSpan { Array(forms.untagged($0)) }
  }

  @Test("Each form, of every length", arguments: [14, 15, 60, 1514, 65_549])
  func forms(length: Int) {
    var forms = FrameForms()
    let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
    let tagged = Frames.tagged(plain, 0x123)
    var found = Self.tagged(&forms, plain, priority: false, 0x123)
    #expect(found == tagged)
    // Kept until the next frame.
    found = Self.tagged(&forms, [UInt8](repeating: 0, count: 60), priority: false, 5)
    #expect(found == tagged)
    forms.reset()
    found = Self.untagged(&forms, Frames.tagged(plain, 0xFFF, priority: 7))
    #expect(found == plain)
    forms.reset()
    found = Self.tagged(&forms, Frames.tagged(plain, 0, priority: 5), priority: true, 0xABC)
    #expect(found == Frames.tagged(plain, 0xABC, priority: 5))
    // A provider's tag keeps its type.
    forms.reset()
    var provider = Frames.tagged(plain, 0)
    (provider[12], provider[13]) = (0x88, 0xA8)
    found = Self.tagged(&forms, provider, priority: true, 3)
    #expect(Array(found[12..<16]) == [0x88, 0xA8, 0, 3])
  }

  @Test("In place")
  func inPlace() {
    let plain = Frames.plain(PolicyFrames.a, to: PolicyFrames.b, mark: 9)
    var memory = [0, 0, 0, 0] + plain
    memory.withUnsafeMutableBytes { bytes in
      let frame = bytes.baseAddress! + 4
      let tagged = FrameForms.insertTag(frame, vlan: 0x123)
      #expect(tagged == frame - 4)
      #expect(Array(UnsafeRawBufferPointer(start: tagged, count: plain.count + 4)) == Frames.tagged(plain, 0x123))
      #expect(FrameForms.removeTag(tagged) == frame)
      #expect(Array(UnsafeRawBufferPointer(start: frame, count: plain.count)) == plain)
    }
  }
}

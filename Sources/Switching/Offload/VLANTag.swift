internal import Ethernet

/// A tag that the kernel took out of a frame.
package struct VLANTag: Hashable, Sendable {
  package var type: UInt16
  package var control: UInt16

  package init(type: UInt16 = EtherType.vlan.rawValue, control: UInt16) {
    self.type = type
    self.control = control
  }
}

/// What a front end told about one ring, and what belongs to it on this side.
struct RingState {
  /// Entries; 0 is not known yet.
  var size = 0
  /// Descriptors, used and available ring, in the front end's address space.
  var addresses: (descriptors: UInt64, used: UInt64, available: UInt64)?
  /// Where it stands while it does not run.
  var position = VirtqueuePosition(rawValue: 0)
  /// Whether SET_VRING_KICK came, with or without a descriptor, and GET_VRING_BASE did not since.
  var isWanted = false
  /// SET_VRING_ENABLE's word.
  var isEnabled = false
  /// Whether SET_VRING_ENABLE came, with either word.
  var hasEnable = false
  var kick: OwnedDescriptor?
  var call: OwnedDescriptor?
  var error: OwnedDescriptor?
  /// Where its queue keeps batches; made when it first runs.
  var storage: VirtqueueStorage?
  /// Whether SET_VRING_CALL and SET_VRING_ERR came: what QEMU sends of each ring when it has a back end.
  var hasCall = false
  var hasError = false

  /// As it was before anything was told; call and error descriptors stay.
  mutating func reset() {
    size = 0
    addresses = nil
    position = VirtqueuePosition(rawValue: 0)
    isWanted = false
    isEnabled = false
    hasEnable = false
    kick = nil
  }
}

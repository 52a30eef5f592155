internal import CDroste
internal import Ethernet
internal import Glibc
internal import HyperV
internal import Virtio

// Theory of operation
//
// Everything that frames pass through is allocated here, before the first one, and freed after the last: 256 records with
// their tallies, one address table, one group table; for each of N workers a plane with two private buffers, a scratch
// buffer, and N - 1 rings to the others, and a ring to the control thread. Zeroed memory that no frame came to takes no pages:
// a switch with two ports has a small part of it.
//
// Limits: 1 to 8 workers, 256 ports. With 8 workers 56 rings of 512 KiB between them and 8 to the control thread.

/// The memory of all planes of a switch, and their handles. Freed with the object, after the last worker has ended.
// SAFETY of every access in this file: blocks are allocated and initialized by init with the sizes that DataPlane's
// invariants name, and freed by deinit, which runs after the workers have ended. Of a plane's rings to others the one to
// itself is never initialized and never used.
@safe final class DataPlanes {
  let shared: UnsafeMutablePointer<SharedState>
  let planes: [DataPlane]
  private var rings: [FrameRing] = []

  /// - Parameter workers: 1 to 8.
  init(workers: Int, taps: (Int) -> CaptureTap) {
    let count = max(1, min(workers, 8))
    let records = UnsafeMutablePointer<PortRecord>.allocate(capacity: PortRecord.limit)
    for slot in 0..<PortRecord.limit { unsafe (records + slot).initialize(to: PortRecord(DropTally.allocate())) }
    let faces = UnsafeMutablePointer<PortFace>.allocate(capacity: PortRecord.limit)
    unsafe faces.initialize(repeating: PortFace(), count: PortRecord.limit)
    let learned = UnsafeMutablePointer<UInt32>.allocate(capacity: PortRecord.limit)
    unsafe learned.initialize(repeating: 0, count: PortRecord.limit)
    let lost = UnsafeMutablePointer<UInt32>.allocate(capacity: PortRecord.limit)
    unsafe lost.initialize(repeating: 0, count: PortRecord.limit)
    let groups = UnsafeMutablePointer<GroupTable>.allocate(capacity: 1)
    unsafe groups.initialize(to: GroupTable())
    let punts = UnsafeMutablePointer<FrameRing>.allocate(capacity: count)
    for index in 0..<count { unsafe (punts + index).initialize(to: FrameRing.allocate()) }
    unsafe shared = .allocate(capacity: 1)
    unsafe shared.initialize(
      to: SharedState(
        records: records, faces: faces, table: AddressTable.allocate(), learned: learned, groups: groups, lost: lost,
        punts: punts,
        workers: count))
    // ring[from][to]; a plane has none to itself.
    var between: [[FrameRing?]] = []
    for from in 0..<count { between.append((0..<count).map { $0 == from ? nil : FrameRing.allocate() }) }
    rings = between.flatMap { $0.compactMap { $0 } }
    var planes: [DataPlane] = []
    for index in 0..<count {
      let outgoing = UnsafeMutablePointer<FrameRing>.allocate(capacity: count)
      let incoming = UnsafeMutablePointer<FrameRing>.allocate(capacity: count)
      for other in 0..<count where other != index {
        unsafe (outgoing + other).initialize(to: between[index][other]!)
        unsafe (incoming + other).initialize(to: between[other][index]!)
      }
      let completion = UnsafeMutablePointer<FrameCompletion>.allocate(capacity: 1)
      unsafe completion.initialize(to: FrameCompletion())
      let forms = UnsafeMutablePointer<FrameForms>.allocate(capacity: 1)
      unsafe forms.initialize(to: FrameForms())
      let own = UnsafeMutablePointer<PlaneState>.allocate(capacity: 1)
      unsafe own.initialize(
        to: PlaneState(
          index: Int32(index), head: .allocate(byteCount: 512, alignment: 64),
          whole: .allocate(byteCount: DataPlane.wholeCapacity, alignment: 64), completion: completion, forms: forms,
          unflushed: .allocate(capacity: PortRecord.limit), outgoing: outgoing, incoming: incoming, tap: taps(index)))
      unsafe memset(own.pointee.head, 0, 512)
      unsafe planes.append(DataPlane(shared: shared, own: own))
    }
    self.planes = planes
  }

  deinit {
    for plane in planes {
      let own = unsafe plane.own
      unsafe own.pointee.head.deallocate()
      unsafe own.pointee.whole.deallocate()
      unsafe own.pointee.completion.deinitialize(count: 1)
      unsafe own.pointee.completion.deallocate()
      unsafe own.pointee.forms.deinitialize(count: 1)
      unsafe own.pointee.forms.deallocate()
      unsafe own.pointee.unflushed.deallocate()
      unsafe own.pointee.outgoing.deallocate()
      unsafe own.pointee.incoming.deallocate()
      unsafe own.deallocate()
    }
    for ring in rings { ring.deallocate() }
    for index in 0..<planes.count { unsafe shared.pointee.punts[index].deallocate() }
    unsafe shared.pointee.punts.deallocate()
    for slot in 0..<PortRecord.limit {
      unsafe shared.pointee.records[slot].drops.deallocate()
      unsafe (shared.pointee.records + slot).deinitialize(count: 1)
    }
    unsafe shared.pointee.records.deallocate()
    unsafe shared.pointee.faces.deallocate()
    unsafe shared.pointee.learned.deallocate()
    unsafe shared.pointee.lost.deallocate()
    unsafe shared.pointee.groups.deinitialize(count: 1)
    unsafe shared.pointee.groups.deallocate()
    unsafe shared.pointee.table.deallocate()
    unsafe shared.deallocate()
  }

  func record(_ slot: Int32) -> UnsafeMutablePointer<PortRecord> { unsafe shared.pointee.records + Int(slot) }

  /// The plane of the worker that serves a port.
  func plane(of slot: Int32) -> DataPlane { unsafe planes[Int(record(slot).pointee.worker)] }
}

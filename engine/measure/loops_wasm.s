#include "go_asm.h"
#include "textflag.h"

// The loops of loops.go for WebAssembly, bit by bit the same. Every line is a
// statement in reverse Polish notation.

// Locals of all loops: the struct of the loop, the address of the current walker's x
// and of where those end, from there to its y, and what held tells of it.
#define LOOP R0
#define AT   R1
#define END  R2
#define TO_Y R3
#define HELD R4

#define NUMBER(field) Get LOOP; I32WrapI64; F64Load $field
#define WORD(field) Get LOOP; I32WrapI64; I64Load $field
#define X_ADDRESS Get AT; I32WrapI64
#define ADDRESS(to) Get AT; Get to; I64Add; I32WrapI64
#define X X_ADDRESS; F64Load $0
#define Y ADDRESS(TO_Y); F64Load $0

// BEGIN fetches what all loops keep in locals, and leaves the function without
// walkers.
#define BEGIN(xs, ys) \
	Get SP; I64Load a+0(FP); Set LOOP; \
	WORD(xs); Set AT; \
	WORD(xs+8); I64Const $3; I64Shl; Get AT; I64Add; Set END; \
	WORD(ys); Get AT; I64Sub; Set TO_Y; \
	Get AT; Get END; I64Eq; If; RET; End

// ONWARD goes to the next walker, to the start of the loop around it.
#define ONWARD Get AT; I64Const $8; I64Add; Tee AT; Get END; I64Ne; BrIf $0

// OUT leaves the block around it for a walker that is held.
#define OUT Get HELD; I32WrapI64; I32Load8U $0; Get HELD; I64Const $1; I64Add; Set HELD; BrIf $0

#define STORE(field, x) Get LOOP; I32WrapI64; Get x; F64Store $field

#define C1  F16
#define C2  F17
#define DX  F18
#define DY  F19
#define S1  F20
#define S2  F21
#define S11 F22
#define S12 F23
#define S22 F24
#define FREE R5

#define SUM(s, x) Get s; x; F64Add; Set s

// func add(a *adding)
TEXT ·add(SB),NOSPLIT,$0-8
	BEGIN(adding_xs, adding_ys)
	WORD(adding_held); Set HELD
	WORD(adding_free); Set FREE
	NUMBER(adding_c1); Set C1
	NUMBER(adding_c2); Set C2
	NUMBER(adding_s1); Set S1
	NUMBER(adding_s2); Set S2
	NUMBER(adding_s11); Set S11
	NUMBER(adding_s12); Set S12
	NUMBER(adding_s22); Set S22
	Loop
	Block
	OUT
	X; Get C1; F64Sub; Set DX
	Y; Get C2; F64Sub; Set DY
	SUM(S1, Get DX)
	SUM(S2, Get DY)
	SUM(S11, Get DX; Get DX; F64Mul)
	SUM(S12, Get DX; Get DY; F64Mul)
	SUM(S22, Get DY; Get DY; F64Mul)
	Get FREE; I64Const $1; I64Add; Set FREE
	End
	ONWARD
	End
	Get LOOP; I32WrapI64; Get FREE; I64Store $adding_free
	STORE(adding_s1, S1)
	STORE(adding_s2, S2)
	STORE(adding_s11, S11)
	STORE(adding_s12, S12)
	STORE(adding_s22, S22)
	RET

#define TO_1  R6
#define TO_2  R7
#define TO_11 R8
#define TO_12 R9
#define TO_22 R10

#define COLUMN(n, to) WORD(windowing_sums+24*n); Get AT; I64Sub; Set to
#define WIDEN(to, x) ADDRESS(to); ADDRESS(to); F64Load $0; x; F64Add; F64Store $0

// func widen(a *windowing)
TEXT ·widen(SB),NOSPLIT,$0-8
	BEGIN(windowing_xs, windowing_ys)
	COLUMN(0, TO_1)
	COLUMN(1, TO_2)
	COLUMN(2, TO_11)
	COLUMN(3, TO_12)
	COLUMN(4, TO_22)
	NUMBER(windowing_c1); Set C1
	NUMBER(windowing_c2); Set C2
	Loop
	X; Get C1; F64Sub; Set DX
	Y; Get C2; F64Sub; Set DY
	WIDEN(TO_1, Get DX)
	WIDEN(TO_2, Get DY)
	WIDEN(TO_11, Get DX; Get DX; F64Mul)
	WIDEN(TO_12, Get DX; Get DY; F64Mul)
	WIDEN(TO_22, Get DY; Get DY; F64Mul)
	ONWARD
	End
	RET

#define SX   F25
#define OX   F26
#define SY   F27
#define OY   F28
#define ENDX F29
#define ENDY F30
#define CELLS  R5
#define STRIDE R6
#define FX     R7
#define FY     R8
#define KX     R9  // the kernel's first two numbers along x, as they lie side by side,
#define KX2    R10 // and the third
#define KY     R11 // address of the kernel along y
#define K      R12 // one of its numbers
#define CELL   R13 // address

#define INSIDE(g, end) \
	Get g; F64Const $(1.0); F64Ge; I32Eqz; BrIf $0; \
	Get g; Get end; F64Lt; I32Eqz; BrIf $0

// KERNEL is the address of the kernel at a place of 16 in a cell.
#define KERNEL(f) Get f; I64Const $15; I64And; I64Const $12; I64Mul; I64Const $·kernel(SB); I64Add

// ROW adds to three cells of a row; no sum carries from the first to the second.
#define ROW(ky) \
	Get KY; I32WrapI64; I64Load32U $ky; Set K; \
	Get CELL; I32WrapI64; Get CELL; I32WrapI64; I64Load $0; Get K; Get KX; I64Mul; I64Add; I64Store $0; \
	Get CELL; I32WrapI64; Get CELL; I32WrapI64; I64Load32U $8; Get K; Get KX2; I64Mul; I64Add; I64Store32 $8

// func count(a *counting)
TEXT ·count(SB),NOSPLIT,$0-8
	BEGIN(counting_xs, counting_ys)
	WORD(counting_held); Set HELD
	NUMBER(counting_sx); Set SX
	NUMBER(counting_ox); Set OX
	NUMBER(counting_sy); Set SY
	NUMBER(counting_oy); Set OY
	NUMBER(counting_endX); Set ENDX
	NUMBER(counting_endY); Set ENDY
	WORD(counting_cells); Set CELLS
	WORD(counting_stride); I64Const $2; I64Shl; Set STRIDE
	Loop
	Block
	Get HELD; I64Eqz; I32Eqz
	If
	Get HELD; I32WrapI64; I32Load8U $0; Get HELD; I64Const $1; I64Add; Set HELD; BrIf $1
	End
	Get OX; X; Get SX; F64Mul; F64Add; Set DX
	INSIDE(DX, ENDX)
	Get OY; Y; Get SY; F64Mul; F64Add; Set DY
	INSIDE(DY, ENDY)
	Get DX; F64Const $(16.0); F64Mul; I64TruncSatF64S; Set FX
	Get DY; F64Const $(16.0); F64Mul; I64TruncSatF64S; Set FY
	KERNEL(FX); Tee KX; I32WrapI64; I64Load32U $8; Set KX2
	Get KX; I32WrapI64; I64Load $0; Set KX
	KERNEL(FY); Set KY
	Get FY; I64Const $4; I64ShrU; I64Const $1; I64Sub; Get STRIDE; I64Mul
	Get FX; I64Const $4; I64ShrU; I64Const $1; I64Sub; I64Const $2; I64Shl; I64Add
	Get CELLS; I64Add; Set CELL
	ROW(0)
	Get CELL; Get STRIDE; I64Add; Set CELL
	ROW(4)
	Get CELL; Get STRIDE; I64Add; Set CELL
	ROW(8)
	End
	ONWARD
	End
	RET

#define A1    F20
#define A2    F21
#define LO    F22
#define SCALE F23
#define BINS  F24
#define COUNTS R6
#define TOTAL  R7

// func project(a *projecting)
TEXT ·project(SB),NOSPLIT,$0-8
	BEGIN(projecting_xs, projecting_ys)
	WORD(projecting_held); Set HELD
	NUMBER(projecting_c1); Set C1
	NUMBER(projecting_c2); Set C2
	NUMBER(projecting_a1); Set A1
	NUMBER(projecting_a2); Set A2
	NUMBER(projecting_lo); Set LO
	NUMBER(projecting_scale); Set SCALE
	WORD(projecting_counts); Set COUNTS
	WORD(projecting_counts+8); F64ConvertI64S; Set BINS
	WORD(projecting_total); Set TOTAL
	Loop
	Block
	OUT
	Get TOTAL; I64Const $1; I64Add; Set TOTAL
	Get A1; X; Get C1; F64Sub; F64Mul
	Get A2; Y; Get C2; F64Sub; F64Mul; F64Add
	Get LO; F64Sub; Get SCALE; F64Mul; Set DX
	Get DX; F64Const $(0.0); F64Ge; I32Eqz; BrIf $0
	Get DX; Get BINS; F64Lt; I32Eqz; BrIf $0
	Get DX; I64TruncSatF64S; I64Const $3; I64Shl; Get COUNTS; I64Add; Set CELL
	Get CELL; I32WrapI64; Get CELL; I32WrapI64; I64Load $0; I64Const $1; I64Add; I64Store $0
	End
	ONWARD
	End
	Get LOOP; I32WrapI64; Get TOTAL; I64Store $projecting_total
	RET

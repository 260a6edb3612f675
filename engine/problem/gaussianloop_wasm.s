#include "go_asm.h"
#include "textflag.h"

// The loops of gaussianloop.go, with the same results bit by bit, each unrolled
// twice. They repeat what package rng does with words: Words.Next, Unsettled, Low,
// High, Normal and ChiSquare.Of. Operations stand behind their operands.

// Locals: the generator, the words of a walker and their three indices, the walk,
// addresses of the walker's w₁ and of where w₁ ends, and the way from w₁ to the
// other columns.
#define S0     R0
#define S1     R1
#define S2     R2
#define S3     R3
#define SHARED R4
#define OWN    R5
#define LOW    R6
#define HIGH   R7
#define THIRD  R8
#define WALK   R9
#define AT     R10
#define END    R11
#define TO_W2  R12
#define TO_M1  R13
#define TO_M2  R14

// Numbers of the walk and of the walker. Those of the walk that find no place here
// are read where they are used; it costs an instruction each, since V8 takes an
// operand from its stack but not from our memory.
#define L11     F16
#define L21     F17
#define L22     F18
#define U1      F19
#define U2      F20
#define LR      F21
#define MU      F22
#define SQUARES F23
#define Z1      F24
#define Z2      F25
#define C       F26
#define W1      F27
#define W2      F28
#define T       F29

#define NUMBER(field) Get WALK; I32WrapI64; F64Load $(field)
#define WORD(field) Get WALK; I32WrapI64; I64Load $(field)

// Addresses of the walker's entries in the columns.
#define AT_W1 Get AT; I32WrapI64
#define AT_W2 Get AT; I32WrapI64; Get TO_W2; I32WrapI64; I32Add
#define AT_M1 Get AT; I32WrapI64; Get TO_M1; I32WrapI64; I32Add
#define AT_M2 Get AT; I32WrapI64; Get TO_M2; I32WrapI64; I32Add

// BEGIN fetches the walk and the numbers of the first walker, whose index is in AT.
#define BEGIN \
	Get AT; I64Const $3; I64Shl; WORD(walk_w+0); I64Add; Set AT; \
	WORD(walk_w+0); WORD(walk_w+8); I64Const $3; I64Shl; I64Add; Set END; \
	WORD(walk_w+24); WORD(walk_w+0); I64Sub; Set TO_W2; \
	WORD(walk_m+0); WORD(walk_w+0); I64Sub; Set TO_M1; \
	WORD(walk_m+24); WORD(walk_w+0); I64Sub; Set TO_M2; \
	WORD(walk_words+0); Set S0; \
	WORD(walk_words+8); Set S1; \
	WORD(walk_words+16); Set S2; \
	WORD(walk_words+24); Set S3; \
	NUMBER(walk_l11); Set L11; \
	NUMBER(walk_l21); Set L21; \
	NUMBER(walk_l22); Set L22; \
	NUMBER(walk_u1); Set U1; \
	NUMBER(walk_u2); Set U2; \
	NUMBER(walk_lr); Set LR; \
	NUMBER(walk_mu); Set MU; \
	NUMBER(walk_squares); Set SQUARES; \
	NUMBER(walk_z1); Set Z1; \
	NUMBER(walk_z2); Set Z2; \
	NUMBER(walk_c); Set C

// FINISH gives back what has changed and leaves the index of AT in AT.
#define FINISH \
	Get WALK; I32WrapI64; Get S0; I64Store $(walk_words+0); \
	Get WALK; I32WrapI64; Get S1; I64Store $(walk_words+8); \
	Get WALK; I32WrapI64; Get S2; I64Store $(walk_words+16); \
	Get WALK; I32WrapI64; Get S3; I64Store $(walk_words+24); \
	Get WALK; I32WrapI64; Get SHARED; I64Store $walk_shared; \
	Get WALK; I32WrapI64; Get OWN; I64Store $walk_own; \
	Get WALK; I32WrapI64; Get SQUARES; F64Store $walk_squares; \
	Get AT; WORD(walk_w+0); I64Sub; I64Const $3; I64ShrU; Set AT

// NEXT takes a word.
#define NEXT(word) \
	Get S0; Get S3; I64Add; I64Const $23; I64Rotl; Get S0; I64Add; Set word; \
	Get S1; I64Const $17; I64Shl; /* waits for s₂ */ \
	Get S2; Get S0; I64Xor; Set S2; \
	Get S3; Get S1; I64Xor; Set S3; \
	Get S1; Get S2; I64Xor; Set S1; \
	Get S0; Get S3; I64Xor; Set S0; \
	Get S2; I64Xor; Set S2; \
	Get S3; I64Const $45; I64Rotl; Set S3

// DRAW takes the words of a walker. If one of their indices has no layer, being
// 1021 or more, it leaves the loop.
#define DRAW \
	NEXT(SHARED); \
	NEXT(OWN); \
	Get SHARED; I64Const $1023; I64And; Set LOW; \
	Get SHARED; I64Const $32; I64ShrU; I64Const $1023; I64And; Set HIGH; \
	Get OWN; I64Const $1023; I64And; Set THIRD; \
	Get LOW; I64Const $3; I64Add; \
	Get HIGH; I64Const $3; I64Add; I64Or; \
	Get THIRD; I64Const $3; I64Add; I64Or; I64Const $1024; I64And; \
	I64Eqz; I32Eqz; BrIf $1

// SCALED makes a number of the integer on the stack and the width of its layer.
#define SCALED(index) \
	F64ConvertI64S; \
	Get index; I32WrapI64; I32Const $3; I32Shl; I32Const $sgdnoise∕engine∕rng·widths(SB); I32Add; F64Load $0; \
	F64Mul

// PAIR sets the normal numbers of the shared word.
#define PAIR \
	Get SHARED; I64Const $-1024; I64And; I64Const $512; I64Or; I64Const $32; I64Shl; SCALED(LOW); Set Z1; \
	Get SHARED; I64Const $32; I64ShrU; I64Const $-1024; I64And; I64Const $512; I64Or; I64Const $32; I64Shl; SCALED(HIGH); Set Z2

#define POSITION \
	AT_W1; F64Load $0; Set W1; \
	AT_W2; F64Load $0; Set W2

// KEPT leaves the address of m and μ m on the stack. MOVE stores the sum that has
// become of that, m ← μ m + g, and moves w ← w − λ m.
#define KEPT(address) \
	address; Get MU; address; F64Load $0; F64Mul

#define MOVE(w, address) \
	Tee T; F64Store $0; \
	address; Get w; Get LR; Get T; F64Mul; F64Sub; Tee w; F64Store $0

// ONWARD adds |w|² and leaves the loop after the last walker.
#define ONWARD \
	Get SQUARES; Get W1; Get W1; F64Mul; Get W2; Get W2; F64Mul; F64Add; F64Add; Set SQUARES; \
	Get AT; I64Const $8; I64Add; Tee AT; Get END; I64Eq; BrIf $1

#define SIGMA F30
#define R     F31

// SINGLE moves a walker by the gradient of one sample: x takes the place of z.
#define SINGLE \
	POSITION; \
	Get L21; Get Z1; F64Mul; Get L22; Get Z2; F64Mul; F64Add; Set Z2; \
	Get L11; Get Z1; F64Mul; Set Z1; \
	Get Z1; Get W1; Get U1; F64Sub; F64Mul; Get Z2; Get W2; Get U2; F64Sub; F64Mul; F64Add; \
	Get SIGMA; Get C; F64Abs; F64Mul; F64Add; Set R; \
	KEPT(AT_M1); Get Z1; Get R; F64Mul; F64Add; MOVE(W1, AT_W1); \
	KEPT(AT_M2); Get Z2; Get R; F64Mul; F64Add; MOVE(W2, AT_W2); \
	ONWARD

// NORMALS sets the numbers of the next walker for SINGLE.
#define NORMALS \
	DRAW; \
	PAIR; \
	Get OWN; I64Const $-2048; I64And; SCALED(THIRD); Set C

// func moveSingles(k *walk, i int) (next int)
TEXT ·moveSingles(SB),NOSPLIT,$0-24
	Get SP
	I64Load k+0(FP)
	Set WALK
	Get SP
	I64Load i+8(FP)
	Set AT
	BEGIN
	NUMBER(walk_sigma); Set SIGMA
	Block
	Loop
	SINGLE
	NORMALS
	SINGLE
	NORMALS
	Br $0
	End
	End
	FINISH
	Get SP
	Get AT
	I64Store next+16(FP)
	RET

#undef SIGMA
#undef R
#define P1 F30
#define P2 F31

// BATCH moves a walker by the gradient of several samples. T is √(σ² + |p|²) and
// then the part along p, C is χ², χ and then the part around p; q takes the place
// of p.
#define BATCH \
	POSITION; \
	Get W2; Get U2; F64Sub; Set P2; \
	Get L11; Get W1; Get U1; F64Sub; F64Mul; Get L21; Get P2; F64Mul; F64Add; Set P1; \
	Get L22; Get P2; F64Mul; Set P2; \
	NUMBER(walk_variance); Get P1; Get P1; F64Mul; F64Add; Get P2; Get P2; F64Mul; F64Add; F64Sqrt; Set T; \
	Get C; \
	Get C; F64Sqrt; Tee C; Get P1; Get Z1; F64Mul; Get P2; Get Z2; F64Mul; F64Add; F64Mul; \
	NUMBER(walk_above); Get T; F64Add; F64Div; F64Sub; \
	Get C; Get T; F64Mul; Set C; \
	Set T; \
	Get T; Get P1; F64Mul; Get C; Get Z1; F64Mul; F64Add; Set P1; \
	Get T; Get P2; F64Mul; Get C; Get Z2; F64Mul; F64Add; Set P2; \
	KEPT(AT_M1); NUMBER(walk_g11); Get P1; F64Mul; F64Add; MOVE(W1, AT_W1); \
	KEPT(AT_M2); NUMBER(walk_g21); Get P1; F64Mul; F64Add; NUMBER(walk_g22); Get P2; F64Mul; F64Add; MOVE(W2, AT_W2); \
	ONWARD

// Fields of a rng.ChiSquare.
#define chi_twice   (walk_chi+8)
#define chi_c       (walk_chi+16)
#define chi_squeeze (walk_chi+24)

// The number 1, which takes V8 three instructions as a constant.
#define ONE I64Const $0x3ff0000000000000; F64ReinterpretI64

// CHISQUARE sets the numbers of the next walker for BATCH. If the squeeze doesn't
// settle χ², it leaves the loop. Z1 is x for a while, Z2 is x² and then t.
#define CHISQUARE \
	DRAW; \
	Get OWN; I64Const $-262144; I64And; SCALED(THIRD); Set Z1; \
	Get Z1; Get Z1; F64Mul; Set Z2; \
	Get OWN; I64Const $10; I64ShrU; I64Const $255; I64And; F64ConvertI64S; \
	NUMBER(chi_squeeze); Get Z2; F64Mul; Get Z2; F64Mul; F64Gt; I32Eqz; BrIf $1; \
	ONE; NUMBER(chi_c); Get Z1; F64Mul; F64Add; Set Z2; \
	NUMBER(chi_twice); Get Z2; F64Mul; Get Z2; F64Mul; Get Z2; F64Mul; Set C; \
	PAIR

// func moveBatches(k *walk, i int) (next int)
TEXT ·moveBatches(SB),NOSPLIT,$0-24
	Get SP
	I64Load k+0(FP)
	Set WALK
	Get SP
	I64Load i+8(FP)
	Set AT
	BEGIN
	Block
	Loop
	BATCH
	CHISQUARE
	BATCH
	CHISQUARE
	Br $0
	End
	End
	FINISH
	Get SP
	Get AT
	I64Store next+16(FP)
	RET

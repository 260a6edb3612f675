#include "go_asm.h"
#include "textflag.h"

// The loops of fill.go, with the same results bit by bit. Operations stand behind
// their operands.

// Locals: the generator, the word, its index, and addresses: of the words, of the
// next number, of where they begin and end, and of the χ² distribution.
#define S0    R0
#define S1    R1
#define S2    R2
#define S3    R3
#define U     R4
#define INDEX R5
#define WORDS R6
#define AT    R7
#define BASE  R8
#define END   R9
#define CHI   R10

// BEGIN expects the number of numbers in END.
#define BEGIN \
	Get BASE; Set AT; \
	Get END; I64Const $3; I64Shl; Get BASE; I64Add; Set END; \
	Get WORDS; I32WrapI64; I64Load $Words_s0; Set S0; \
	Get WORDS; I32WrapI64; I64Load $Words_s1; Set S1; \
	Get WORDS; I32WrapI64; I64Load $Words_s2; Set S2; \
	Get WORDS; I32WrapI64; I64Load $Words_s3; Set S3

// FINISH gives back the words and leaves the index of AT in AT.
#define FINISH \
	Get WORDS; I32WrapI64; Get S0; I64Store $Words_s0; \
	Get WORDS; I32WrapI64; Get S1; I64Store $Words_s1; \
	Get WORDS; I32WrapI64; Get S2; I64Store $Words_s2; \
	Get WORDS; I32WrapI64; Get S3; I64Store $Words_s3; \
	Get AT; Get BASE; I64Sub; I64Const $3; I64ShrU; Set AT

// NEXT takes a word and leaves the loop if its index has no layer.
#define NEXT \
	Get S0; Get S3; I64Add; I64Const $23; I64Rotl; Get S0; I64Add; Set U; \
	Get S1; I64Const $17; I64Shl; /* waits for s₂ */ \
	Get S2; Get S0; I64Xor; Set S2; \
	Get S3; Get S1; I64Xor; Set S3; \
	Get S1; Get S2; I64Xor; Set S1; \
	Get S0; Get S3; I64Xor; Set S0; \
	Get S2; I64Xor; Set S2; \
	Get S3; I64Const $45; I64Rotl; Set S3; \
	Get U; I64Const $const_indexMask; I64And; Tee INDEX; I64Const $const_fullLayers; I64GeU; BrIf $1

// SCALED is the number that the given bits of the word stand for.
#define SCALED(bits) \
	Get U; I64Const $bits; I64And; F64ConvertI64S; \
	Get INDEX; I32WrapI64; I32Const $3; I32Shl; I32Const $·widths(SB); I32Add; F64Load $0; \
	F64Mul

// ONWARD leaves the loop at the end.
#define ONWARD \
	Get AT; I64Const $8; I64Add; Tee AT; Get END; I64Eq; BrIf $1

#define NORMAL \
	NEXT; \
	Get AT; I32WrapI64; SCALED(const_normalBits); F64Store $0; \
	ONWARD

// func fillNormals(w *Words, dst []float64) (n int, u uint64)
TEXT ·fillNormals(SB),NOSPLIT,$0-48
	Get SP
	I64Load w+0(FP)
	Set WORDS
	Get SP
	I64Load dst_base+8(FP)
	Set BASE
	Get SP
	I64Load dst_len+16(FP)
	Set END
	BEGIN
	Block
	Get AT; Get END; I64Eq; BrIf $0
	Loop
	NORMAL
	NORMAL
	Br $0
	End
	End
	FINISH
	Get SP
	Get AT
	I64Store n+32(FP)
	Get SP
	Get U
	I64Store u+40(FP)
	RET

#define X F16
#define T F17
#define CC F18
#define TWICE F19
#define SQUEEZE F20
#define ONE F21

// GAMMA stores ChiSquare.Of, if the squeeze settles it. T is x² and then t.
#define GAMMA \
	NEXT; \
	SCALED(const_gammaBits); Set X; \
	Get X; Get X; F64Mul; Set T; \
	Get U; I64Const $const_uniformShift; I64ShrU; I64Const $255; I64And; F64ConvertI64S; \
	Get SQUEEZE; Get T; F64Mul; Get T; F64Mul; F64Gt; I32Eqz; BrIf $1; \
	Get ONE; Get CC; Get X; F64Mul; F64Add; Set T; \
	Get AT; I32WrapI64; Get TWICE; Get T; F64Mul; Get T; F64Mul; Get T; F64Mul; F64Store $0; \
	ONWARD

// func fillGammas(w *Words, dst []float64, c *ChiSquare) (n int, u uint64)
TEXT ·fillGammas(SB),NOSPLIT,$0-56
	Get SP
	I64Load w+0(FP)
	Set WORDS
	Get SP
	I64Load dst_base+8(FP)
	Set BASE
	Get SP
	I64Load dst_len+16(FP)
	Set END
	Get SP
	I64Load c+32(FP)
	Set CHI
	BEGIN
	Get CHI; I32WrapI64; F64Load $ChiSquare_c; Set CC
	Get CHI; I32WrapI64; F64Load $ChiSquare_twice; Set TWICE
	Get CHI; I32WrapI64; F64Load $ChiSquare_squeeze; Set SQUEEZE
	F64Const $1.0
	Set ONE
	Block
	Get AT; Get END; I64Eq; BrIf $0
	Loop
	GAMMA
	GAMMA
	Br $0
	End
	End
	FINISH
	Get SP
	Get AT
	I64Store n+40(FP)
	Get SP
	Get U
	I64Store u+48(FP)
	RET

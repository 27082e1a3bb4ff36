// The only file of this target that takes the C library, for exponentials and logarithms.
import Glibc

extension Double {
    var exponential: Double { exp(self) }

    var naturalLogarithm: Double { log(self) }

    /// The logarithm of one and this, exact for small values too.
    var logarithmOfOnePlus: Double { log1p(self) }

    /// One less than the exponential, exact for small values too.
    var exponentialMinusOne: Double { expm1(self) }

    /// The logarithm of the gamma function, for values above zero: Stirling's series above 10, the recurrence below
    /// (Abramowitz and Stegun 1964, 6.1.41 and 6.1.15).
    var logGamma: Double {
        var (shifted, product) = (self, 1.0)
        while shifted < 10 {
            product *= shifted
            shifted += 1
        }
        let inverse = 1 / shifted
        let square = inverse * inverse
        let series =
            inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))))
        let halfLogOfTwoPi = 0.918_938_533_204_672_7
        return (shifted - 0.5) * log(shifted) - shifted + halfLogOfTwoPi + series - log(product)
    }

    /// The derivative of `logGamma` (Abramowitz and Stegun 1964, 6.3.18 and 6.3.5).
    var digamma: Double {
        var (shifted, sum) = (self, 0.0)
        while shifted < 10 {
            sum += 1 / shifted
            shifted += 1
        }
        let inverse = 1 / shifted
        let square = inverse * inverse
        let series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
        return log(shifted) - inverse / 2 - series - sum
    }
}

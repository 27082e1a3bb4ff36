// The only file of this target that takes the C library, for exponentials and logarithms.
import Glibc

extension Double {
    var exponential: Double { exp(self) }

    var naturalLogarithm: Double { log(self) }

    /// The logarithm of one and this, exact for small values too.
    var logarithmOfOnePlus: Double { log1p(self) }

    /// One less than the exponential, exact for small values too.
    var exponentialMinusOne: Double { expm1(self) }

    /// The logarithm of the gamma function, for values above zero.
    var logGamma: Double {
        var sign: Int32 = 0
        return lgamma_r(self, &sign)
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

"""Frequent given names and surnames, combined at random. Whoever is called so here does not exist."""

from dataclasses import dataclass

from .chance import Chance


@dataclass(frozen=True)
class Names:
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    second_given: float = 0.7
    second_surname: float = 0.95

    @property
    def has_one_surname(self) -> bool:
        return self.second_surname < 0.5

    def draw(self, chance: Chance, *, is_woman: bool) -> tuple[str, str, str, str]:
        """Two given names and two surnames; either second may be empty."""
        given = self.women if is_woman else self.men
        first = chance.choice(given)
        second = chance.choice(given) if chance.happens(self.second_given) else ""
        surname = chance.choice(self.surnames)
        other = chance.choice(self.surnames) if chance.happens(self.second_surname) else ""
        return first, "" if second in first else second, surname, other


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


_WOMEN = _names(
    "María, Ana, Carmen, Rosa, Luz, Daniela, Gabriela, Andrea, Valentina, Camila, Paola, Yolanda, Elena, Lucía, Sofía, "
    "Isabel, Patricia, Adriana, Carolina, Diana, Claudia, Verónica, Mariana, Natalia, Alejandra, Juana, Teresa, "
    "Marisol, Milagros, Esperanza, Fernanda, Julia, Laura, Silvia, Beatriz, Raquel, Susana, Gloria, "
    "María del Carmen, Cecilia"
)
_MEN = _names(
    "José, Luis, Juan, Carlos, Jorge, Miguel, Pedro, Jesús, Daniel, David, Andrés, Alejandro, Gabriel, Rafael, Manuel, "
    "Francisco, Antonio, Diego, Fernando, Ricardo, Eduardo, Víctor, Óscar, Raúl, Sergio, Marco, Julio, César, Martín, "
    "Roberto, Santiago, Sebastián, Nicolás, Mateo, Samuel, Ángel, Enrique, Héctor, Hugo, Iván"
)
_SURNAMES = _names(
    "González, Rodríguez, Pérez, Hernández, García, Martínez, Sánchez, López, Díaz, Rojas, Ramírez, Torres, Flores, "
    "Castillo, Moreno, Romero, Suárez, Mendoza, Medina, Contreras, Rivas, Guerrero, Ortiz, Silva, Vargas, Salazar, "
    "Gutiérrez, Castro, Jiménez, Álvarez, Ruiz, Fernández, Morales, Navarro, Delgado, Cabrera, León, Vásquez"
)

SPANISH = Names(_WOMEN, _MEN, _SURNAMES)

VENEZUELAN = Names(
    _WOMEN
    + _names(
        "Yusmary, Yuleisy, Génesis, Oriana, Mayerling, Nohely, Yorgelis, Yamileth, Rosmary, Wilmary, Egleé, Yuraima, "
        "Barbarita, Coromoto, Maigualida, Keila, Yelitza, Leidy, Mileidys, Betzabeth, Karelis, Nairobi, Yoselin, Zulay"
    ),
    _MEN
    + _names(
        "Yorman, Wilmer, Jhonny, Yeferson, Franklin, Jhoan, Leonel, Argenis, Douglas, Ender, Edixon, Gregorio, Jairo, "
        "Orlando, Reinaldo, Ronny, Simón, Wuilmer, Yohandry, Eleazar, Deivis, Kleiver, Maikel, Nelson"
    ),
    _SURNAMES
    + _names(
        "Chacín, Urdaneta, Colmenares, Villalobos, Bracho, Parra, Finol, Briceño, Zambrano, Guédez, Lugo, Quintero, "
        "Araujo, Marcano, Rondón, Piñango, Brito, Aponte, Uzcátegui, Bastidas, Carrizo, Escalona, Matheus, Zerpa"
    ),
)

PERUVIAN = Names(
    _WOMEN + _names("Flor, Nélida, Nilda, Yeny, Maribel, Ruth, Noemí, Hilda, Edith, Gladys, Marleny, Elizabeth"),
    _MEN + _names("Wilber, Percy, Edwin, Elmer, Rubén, Walter, Alberto, Saúl, Efraín, Juan de Dios, Segundo, Teófilo"),
    _SURNAMES
    + _names(
        "Quispe, Huamán, Mamani, Condori, Choque, Ccori, Apaza, Yupanqui, Chávez, Cárdenas, Paredes, Espinoza, Ramos, "
        "Tello, Ticona, Cutipa, Sullca, Huanca, Pumacahua, De la Cruz, Del Águila, Tuesta, Shapiama, Pinedo"
    ),
)

COLOMBIAN = Names(
    _WOMEN + _names("Yurany, Leidy, Marcela, Angie, Luz Marina, Nubia, Edilma, Yésica, Dayana, Ximena"),
    _MEN + _names("Jhon, Fabián, Wilson, Camilo, Felipe, Duván, Albeiro, Brayan, Jaime, Hernán"),
    _SURNAMES + _names("Restrepo, Ospina, Cardona, Arango, Giraldo, Valencia, Mosquera, Murillo, Caicedo, Hurtado"),
)

ECUADORIAN = Names(
    _WOMEN + _names("Narcisa, Mercedes, Jéssica, Shirley, Katty, Lourdes, Maritza"),
    _MEN + _names("Stalin, Washington, Byron, Freddy, Klever, Galo, Vinicio"),
    _SURNAMES + _names("Guamán, Quishpe, Zambrano, Cedeño, Macías, Loor, Tipán, Chiriboga, Vera, Moreira"),
)

HAITIAN = Names(
    _names("Marie, Rose, Fabienne, Guerda, Nadège, Mirlande, Roseline, Wideline, Islande, Darline, Esther, Micheline"),
    _names("Jean, Wilner, Frantz, Emmanuel, Jacques, Ronald, Wisly, Evens, Stevenson, Olivier, Pierre, Jean-Baptiste"),
    _names(
        "Jean, Pierre, Joseph, Louis, Charles, Saint-Fleur, François, Étienne, Augustin, Toussaint, Désir, Paul, Noël, "
        "Célestin, Dorvil, Exantus, Louissaint, Prophète"
    ),
    second_given=0.35,
    second_surname=0.05,
)

PORTUGUESE = Names(
    _names("Maria, Ana, Juliana, Fernanda, Aline, Bruna, Letícia, Patrícia, Camila, Larissa, Francisca, Raimunda"),
    _names("João, José, Antônio, Francisco, Carlos, Paulo, Pedro, Lucas, Luiz, Marcos, Rafael, Thiago"),
    _names("Silva, Santos, Oliveira, Souza, Lima, Pereira, Ferreira, Costa, Rodrigues, Almeida, Nascimento, Araújo"),
    second_given=0.4,
    second_surname=0.8,
)

CHINESE = Names(
    _names("Mei, Xiuying, Li, Fang, Na, Jing, Yan, Ling, Hui, Xia"),
    _names("Wei, Jun, Yong, Qiang, Ming, Lei, Feng, Chao, Bo, Jian"),
    _names("Wang, Li, Zhang, Liu, Chen, Yang, Huang, Zhao, Wu, Zhou"),
    second_given=0.1,
    second_surname=0.0,
)

OTHER = Names(
    _names("Emma, Olivia, Sarah, Anna, Julie, Katarina, Amina, Fatima, Grace, Siobhan, Inge, Chiara"),
    _names("James, Michael, Thomas, Peter, Ahmed, Kwame, Samuel, Ivan, Giovanni, Lars, Patrick, Omar"),
    _names("Smith, Johnson, O'Brien, Müller, Rossi, Novak, Diallo, Khan, D'Angelo, Martin, Okafor, Ivanov"),
    second_given=0.3,
    second_surname=0.1,
)

BY_COUNTRY = {
    "VEN": VENEZUELAN,
    "PER": PERUVIAN,
    "COL": COLOMBIAN,
    "ECU": ECUADORIAN,
    "HTI": HAITIAN,
    "BRA": PORTUGUESE,
    "CHN": CHINESE,
    "USA": OTHER,
    "ITA": OTHER,
    "NGA": OTHER,
    "XXA": OTHER,
}


def of_country(code: str) -> Names:
    return BY_COUNTRY.get(code, SPANISH)
